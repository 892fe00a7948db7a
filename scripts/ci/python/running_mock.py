"""Starts a mock by its shell command, as `pnpm mock` does."""

import os
import shlex
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Callable

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class RunningMock:
    """A mock that listens on 127.0.0.1."""

    url: str
    # The credentials of its demo, as environment variables.
    environment: dict[str, str]
    # All that it has logged so far.
    log: Callable[[], str]


@contextmanager
def running_mock(
    api: str, variables: set[str], *flags: str,
    command: Sequence[str] = ('node', 'apps/mock/src/main.ts'), env: Mapping[str, str] | None = None,
) -> Iterator[RunningMock]:
    """Starts the mock of an API on a free port, waits until it has told its address and these variables, and ends it."""
    with tempfile.NamedTemporaryFile('r') as log:
        process = subprocess.Popen(
            [*command, api, '--port', '0', *flags],
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=open(log.name, 'w'),
            text=True,
        )
        try:
            url, environment = _read_start(process.stdout, api, variables, log)
            yield RunningMock(url, environment, lambda: Path(log.name).read_text())
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _read_start(output: IO[str], api: str, variables: set[str], log: IO[str]) -> tuple[str, dict[str, str]]:
    url = ''
    environment: dict[str, str] = {}
    while not url or not variables <= environment.keys():
        line = output.readline()
        if not line:
            raise RuntimeError(f'the mock of {api} ended before it told {sorted(variables)}: {log.read()}')
        if line.startswith(f'{api}: '):
            url = line.split(': ', 1)[1].strip()
        elif '=' in line:
            name, value = shlex.split(line)[-1].split('=', 1)
            environment[name] = value
    return url, environment
