"""AWS's own command line against the Wickr mock: unchanged but for --endpoint-url, credentials by environment."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from awscli import __version__
from botocore import xform_name
from claims import expect, expect_members, run_claims
from running_mock import running_mock
from wickr_errors import CAUSES, RIGHT, Cause

VARIABLES = {
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_REGION',
    'WICKR_NETWORK_ID',
    'WICKR_OTHER_NETWORK_ID',
}
# Without the first line the value of --issuer is downloaded and sent in its place.
CONFIGURATION = """[default]
cli_follow_urlparam = false
max_attempts = 1
parameter_validation = {checked}
[plugins]
prefer = prefer
"""
FULL = {
    'companyId': 'us-east-1-Zoë & Co.',
    'issuer': 'https://login.example.com/tenant/',
    'scopes': 'openid profile email offline_access',
    'customUsername': 'preferred_username',
    'extraAuthParams': 'prompt=login&ui_locales=de%20en',
    'secret': 'a secret for files only',
    'ssoTokenBufferMinutes': 5,
    'userId': 'client123',
}


class Failed(Exception):
    """What `aws` says on standard error when it ends with another code than 0."""


def flags_of(members: dict[str, Any]) -> list[str]:
    return [part for name, value in members.items() for part in (f'--{xform_name(name, "-")}', str(value))]


def judge(folder: Path, url: str, log: Callable[[], str]) -> int:
    network, other = os.environ['WICKR_NETWORK_ID'], os.environ['WICKR_OTHER_NETWORK_ID']
    unchecked = configure(folder, checked=False)

    def aws(operation: str, arguments: list[str], changes: dict[str, str] | None = None) -> dict[str, Any]:
        """Calls an operation and answers what the command prints."""
        command = [sys.executable, '-m', 'awscli', 'wickr', xform_name(operation, '-'), '--endpoint-url', url, *arguments]
        ended = subprocess.run(
            command,
            env={**os.environ, **(changes or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )
        if ended.returncode != 0:
            raise Failed(ended.stderr.strip())
        return json.loads(ended.stdout)

    def from_file(name: str, members: dict[str, Any]) -> list[str]:
        """The input as a file: types stay as they are, and no secret becomes an argument."""
        path = folder / f'{name}.json'
        path.write_text(json.dumps(members))
        return ['--cli-input-json', f'file://{path}']

    def saved(network_id: str) -> dict[str, Any]:
        return aws('GetOidcInfo', ['--network-id', network_id])['openidConnectInfo']

    def keeps_every_member() -> None:
        """register-oidc-config saves every member, get-oidc-info reads it back"""
        answer = aws('RegisterOidcConfig', from_file('full', {'networkId': network, **FULL}))
        # A secret may be masked or absent where it is read.
        sent = {name: value for name, value in FULL.items() if name != 'secret'}
        expect_members(answer, sent, 'the answer of the save')
        expect_members(saved(network), sent, 'what is read')

    def saves_by_flags() -> None:
        """a save by flags replaces the first one, the issuer's URL sent as it is"""
        right = {**RIGHT['RegisterOidcConfig'], 'networkId': network, 'ssoTokenBufferMinutes': 7}
        aws('RegisterOidcConfig', flags_of(right))
        found = saved(network)
        expect_members(found, {n: v for n, v in right.items() if n != 'networkId'}, 'what is read')
        expect([name for name in FULL if name not in right and name in found], [], 'what is kept of the first')

    def separates() -> None:
        """another network has nothing of it"""
        try:
            expect('openidConnectInfo' in aws('GetOidcInfo', ['--network-id', other]), False, 'the other network')
        except Failed as failed:
            expect(name_in(failed), 'ResourceNotFoundError', 'the error')

    def tries_out() -> None:
        """register-oidc-config-test answers what the provider supports"""
        answer = aws('RegisterOidcConfigTest', flags_of(RIGHT['RegisterOidcConfigTest']))
        expect(answer.get('issuer'), RIGHT['RegisterOidcConfigTest']['issuer'], 'the issuer')

    def exchanges() -> None:
        """get-oidc-info with a code and a grant type answers tokens"""
        query = {'networkId': network, 'code': 'a+b c/ü', 'grantType': 'authorization_code'}
        answer = aws('GetOidcInfo', from_file('query', query))
        expect(answer['tokenInfo']['tokenType'], 'Bearer', 'the type of the tokens')

    def names_each_error() -> str:
        """each documented error of each operation is told by its name"""
        cases = [(operation, name, cause) for operation, causes in CAUSES.items() for name, cause in causes.items()]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda case: name_error(*case), cases))
        return f'{len(cases)} of {len(cases)}'

    def name_error(operation: str, name: str, cause: Cause) -> None:
        arguments = from_file(f'{operation}-{name}', {**RIGHT[operation], **cause.changes})
        configuration = {'AWS_CONFIG_FILE': unchecked} if cause.unchecked else {}
        try:
            aws(operation, arguments, {**cause.environment, **configuration})
        except Failed as failed:
            expect(name_in(failed), name, f'{operation}: the error in "{failed}"')
            if cause.message is not None:
                expect(cause.message in str(failed), True, f'{operation} {name}: "{failed}" says "{cause.message}"')
            return
        raise AssertionError(f'{operation} did not fail with {name}')

    def logs_no_secret() -> str:
        """the mock's log holds none of the secrets that were sent"""
        text = log()
        for secret in (os.environ['AWS_SECRET_ACCESS_KEY'], FULL['secret'], 'a%2Bb'):
            expect(secret in text, False, 'the log shows a secret')
        return f'{len(text.splitlines())} lines'

    return run_claims(
        f'awscli {__version__}',
        [keeps_every_member, saves_by_flags, separates, tries_out, exchanges, names_each_error, logs_no_secret],
    )


def configure(folder: Path, checked: bool) -> str:
    """Writes a configuration file; `checked` says whether the command itself refuses a wrong input."""
    path = folder / f'{"checked" if checked else "unchecked"}.cfg'
    path.write_text(CONFIGURATION.format(checked=str(checked).lower()))
    return str(path)


def name_in(failed: Failed) -> str:
    found = re.search(r'An error occurred \((\w+)\) when calling the \w+ operation', str(failed))
    return found[1] if found else 'none'


with running_mock('wickr', VARIABLES) as mock, tempfile.TemporaryDirectory() as scratch:
    os.environ.update(mock.environment)
    os.environ.update(
        AWS_CONFIG_FILE=configure(Path(scratch), checked=True),
        AWS_DEFAULT_REGION=mock.environment['AWS_REGION'],
        PYTHONPATH=str(Path(__file__).parent),
        LC_ALL='C.UTF-8',
    )
    sys.exit(judge(Path(scratch), mock.url, mock.log))
