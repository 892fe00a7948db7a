"""Logs on at a PVWA mock."""

import json
import urllib.request


def session_token(url: str, username: str, password: str) -> str:
    """The token of a new session."""
    request = urllib.request.Request(
        f'{url}/api/Auth/CyberArk/Logon',
        json.dumps({'username': username, 'password': password, 'concurrentSession': True}).encode(),
        {'Content-Type': 'application/json'},
    )
    with urllib.request.urlopen(request, timeout=20) as response:
        return str(json.load(response))
