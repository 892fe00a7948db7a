"""What Postman imports, run by Newman from top to bottom against a mock."""

import json
import subprocess
from pathlib import Path
from typing import Any

from imported_life import unanswered
from running_mock import RunningMock, running_mock
from session_token import session_token

# The APIs at whose mocks somebody has written how a runner signs in, with the variables that Postman needs.
VARIABLES = {
    'pvwa': {'PVWA_USERNAME', 'PVWA_PASSWORD'},
    'wickr': {'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION'},
}


def postman_life(api: str, document: dict[str, Any], path: Path, newman: Path) -> set[str]:
    """The requests of a collection that are not answered with a success that the document has."""
    collection = json.loads(path.read_text())
    with running_mock(api, VARIABLES[api]) as mock:
        values = {'baseUrl': mock.url, **sign_in(api, mock, collection)}
        path.write_text(json.dumps(collection))
        # In files: a secret is no argument.
        environment = path.with_name('environment.json')
        environment.write_text(json.dumps({'values': [{'key': key, 'value': value} for key, value in values.items()]}))
        report = path.with_name('report.json')
        subprocess.run(
            [newman, 'run', path, '--environment', environment, '--reporters', 'json', '--reporter-json-export', report],
            check=False,
            capture_output=True,
            timeout=60,
        )
    executions = json.loads(report.read_text())['run']['executions']
    return unanswered(document, {one['item']['name']: one.get('response', {}).get('code') for one in executions})


def sign_in(api: str, mock: RunningMock, collection: dict[str, Any]) -> dict[str, str]:
    """Signs in as a user of Postman does: a variable that the import left open, or a way that signs each request."""
    given = mock.environment
    if api == 'pvwa':
        return {'apiKey': session_token(mock.url, given['PVWA_USERNAME'], given['PVWA_PASSWORD'])}
    settings = {
        'accessKey': given['AWS_ACCESS_KEY_ID'],
        'secretKey': given['AWS_SECRET_ACCESS_KEY'],
        'region': given['AWS_REGION'],
        'service': 'wickr',
    }
    collection['auth'] = {'type': 'awsv4', 'awsv4': [{'key': key, 'value': value} for key, value in settings.items()]}
    return {}
