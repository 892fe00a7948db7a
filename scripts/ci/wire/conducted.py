"""Takes call after call from tests/interop/src/wire."""

import json
import urllib.request
from collections.abc import Callable
from typing import Any


def drive(origin: str, make: Callable[[dict[str, Any]], str]) -> None:
    """`make` makes a call, and answers the status that it got, or what went wrong."""
    outcome = ''
    while True:
        with urllib.request.urlopen(f'{origin}/_wire/next', outcome.encode(), timeout=30) as response:
            text = response.read()
        if not text:
            return
        outcome = make(json.loads(text))
