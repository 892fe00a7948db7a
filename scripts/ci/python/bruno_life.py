"""What Bruno imports, run by its own command from top to bottom against a mock."""

import json
import subprocess
from pathlib import Path
from typing import Any

from imported_life import unanswered
from running_mock import running_mock
from session_token import session_token


def bruno_life(api: str, document: dict[str, Any], collection: Path, bruno: Path) -> set[str]:
    """The requests of a collection that are not answered with a success that the document has."""
    flags = ['--wickr-signatures', 'trusted'] if api == 'wickr' else []
    with running_mock(api, set(), *flags) as mock:
        token = session_token(mock.url, 'admin', 'Passw0rd!') if api == 'pvwa' else 'trusted'
        variables = [{'name': 'baseUrl', 'value': mock.url, 'enabled': True}, {'name': 'apiKey', 'value': token, 'enabled': True}]
        # In a file: a secret is no argument.
        environment = collection.with_name('environment.json')
        environment.write_text(json.dumps({'name': 'mock', 'variables': variables}))
        report = collection.with_name('report.json')
        subprocess.run(
            [bruno, 'run', '-r', '--env-file', environment, '--reporter-json', report],
            cwd=collection,
            check=False,
            capture_output=True,
            timeout=60,
        )
    (run,) = json.loads(report.read_text())
    return unanswered(document, {one['name']: one['response']['status'] for one in run['results']})
