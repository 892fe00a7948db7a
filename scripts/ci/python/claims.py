"""Runs the claims of a judge, one line for each."""

import traceback
from collections.abc import Callable, Mapping
from typing import Any


def run_claims(judge: str, claims: list[Callable[[], Any]]) -> int:
    """Runs claims in their order; one that raises has failed. Answers the exit code: 0 all hold, 1 one failed.

    A claim's docstring says what it claims; the text that it answers, if any, how much was looked at.
    """
    failed = 0
    for claim in claims:
        try:
            seen = claim()
            print(f'{judge}: {claim.__doc__}' + (f' ({seen})' if seen else ''), flush=True)
        except Exception:
            failed += 1
            print(f'{judge}: FAILED: {claim.__doc__}', flush=True)
            traceback.print_exc(limit=-2, chain=False)
    return 1 if failed else 0


def expect(actual: Any, expected: Any, what: str) -> None:
    """Raises where two values are not the same."""
    if actual != expected:
        raise AssertionError(f'{what} is {actual!r}; expected {expected!r}')


def expect_members(actual: Mapping[str, Any], expected: Mapping[str, Any], what: str) -> None:
    """Raises where a mapping lacks one of the expected members, or has another value there."""
    for name, value in expected.items():
        expect(actual.get(name), value, f'{what}: {name}')
