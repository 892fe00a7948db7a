"""Adds the header Prefer to what botocore sends: the mock's way to be asked for a certain answer."""

import os
from typing import Any


def add_prefer(params: dict[str, Any], **_: Any) -> None:
    """Handles botocore's event `before-call`, before the request is signed."""
    if preference := os.environ.get('JUDGE_PREFER'):
        params['headers']['Prefer'] = preference


def awscli_initialize(event_handlers: Any) -> None:
    """Called by the aws command, where its configuration names this module under [plugins]."""
    event_handlers.register('before-call', add_prefer)
