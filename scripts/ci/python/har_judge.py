"""Sessions that mitmproxy recorded, held against the specifications by `conformance judge`: of right servers, and with planted faults."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
import urllib3
from botocore.config import Config
from botocore.exceptions import ClientError
from claims import expect, run_claims
from planted_faults import PLANTED
from running_mock import ROOT, running_mock

SECRET = 'a-client-secret-that-nobody-may-see'
MORE = {
    'discoveryEndpointUrl': 'https://idp.example.com/.well-known/openid-configuration',
    'clientId': 'pvwa',
    'clientSecret': SECRET,
    'clientSecretMethod': 'Basic',
    'description': 'All staff',
}
LESS = {name: value for name, value in MORE.items() if name != 'description'}
PROVIDERS = '/Configuration/OIDC/Providers'


def use_pvwa(url: str, environment: dict[str, str]) -> int:
    """What an administrator's script would do: adds, reads, replaces, deletes and lists providers, and logs off."""
    http = urllib3.PoolManager(retries=False, timeout=10)
    headers = {'content-type': 'application/json'}
    count = 0

    def send(method: str, path: str, body: object = None) -> bytes:
        nonlocal count
        count += 1
        sent = None if body is None else json.dumps(body)
        return http.request(method, f'{url}/api{path}', body=sent, headers=headers).data

    logon = {'username': environment['PVWA_USERNAME'], 'password': environment['PVWA_PASSWORD']}
    headers['authorization'] = json.loads(send('POST', '/Auth/CyberArk/Logon', logon))
    for key in ('status', 'taken', 'taken', 'kept', 'secret', 'number', 'body', 'replaced', 'deleted', 'listed'):
        send('POST', PROVIDERS, {'id': key, **MORE})
    for key in ('kept', 'secret', 'number'):
        send('GET', f'{PROVIDERS}/{key}')
    for key in ('body', 'replaced'):
        send('PUT', f'{PROVIDERS}/{key}/', LESS)
        send('GET', f'{PROVIDERS}/{key}')
    send('DELETE', f'{PROVIDERS}/deleted/')
    send('GET', f'{PROVIDERS}/deleted')
    send('GET', PROVIDERS)
    send('POST', '/Auth/Logoff')
    send('GET', PROVIDERS)
    return count


def use_wickr(url: str, environment: dict[str, str]) -> int:
    """Saves, reads, tries out, asks for tokens and makes mistakes, with AWS's own SDK."""
    client = boto3.session.Session(
        aws_access_key_id=environment['AWS_ACCESS_KEY_ID'],
        aws_secret_access_key=environment['AWS_SECRET_ACCESS_KEY'],
        region_name=environment['AWS_REGION'],
    ).client(
        'wickr', endpoint_url=url, config=Config(retries={'total_max_attempts': 1}, parameter_validation=False)
    )
    count = 0

    def call(operation: Callable[..., object], **body: object) -> None:
        nonlocal count
        count += 1
        try:
            operation(networkId=environment['WICKR_NETWORK_ID'], **body)
        except ClientError:
            pass

    provider = {'issuer': 'https://login.example.com/tenant', 'scopes': 'openid profile'}
    less = {'companyId': 'us-east-1-acme', **provider}
    more = {**less, 'extraAuthParams': 'prompt=login', 'ssoTokenBufferMinutes': 5, 'secret': SECRET}
    code = {'code': 'a-code-of-an-authorization', 'grantType': 'authorization_code', 'codeVerifier': 'v' * 43}
    call(client.register_oidc_config, **more)
    call(client.register_oidc_config, **more)
    call(client.get_oidc_info)
    call(client.register_oidc_config, **less)
    call(client.get_oidc_info)
    call(client.get_oidc_info)
    call(client.get_oidc_info, **code)
    call(client.get_oidc_info, **code)
    call(client.register_oidc_config_test, **provider)
    call(client.register_oidc_config, **{**less, 'companyId': ''})
    call(client.register_oidc_config_test, **{**provider, 'issuer': ''})
    call(client.register_oidc_config, **{**more, 'secret': 'a-client-secret'})
    return count


VARIABLES = {
    'pvwa': {'PVWA_USERNAME', 'PVWA_PASSWORD'},
    'wickr': {'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION', 'WICKR_NETWORK_ID'},
}
USE = {'pvwa': use_pvwa, 'wickr': use_wickr}


@contextmanager
def mitmdump(target: str, har: Path, planted: str) -> Iterator[str]:
    """A mitmproxy in front of a server, which writes a HAR file when it ends. Answers its origin."""
    process = subprocess.Popen(
        [
            # Of the same environment as this program.
            Path(sys.executable).parent / 'mitmdump',
            *('--mode', f'reverse:{target}', '--listen-host', '127.0.0.1', '--listen-port', '0'),
            # A signature covers the name of the server, as the client knows it.
            *('--set', 'keep_host_header=true', '--set', f'hardump={har}', '--set', f'confdir={har.parent}'),
            *('--scripts', Path(__file__).parent / 'planted_faults.py'),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, 'PLANTED': planted},
    )
    late = threading.Timer(60, process.kill)
    late.start()
    try:
        lines: list[str] = []
        while (found := re.search(r'listening at (?:http://)?(127\.0\.0\.1:\d+)', lines[-1] if lines else '')) is None:
            lines.append(process.stdout.readline())
            if not lines[-1]:
                raise RuntimeError(f'mitmdump did not start: {"".join(lines)}')
        yield f'http://{found[1]}'
        process.send_signal(signal.SIGINT)
        printed, _ = process.communicate(timeout=30)
        if not har.exists():
            raise RuntimeError(f'mitmdump wrote no HAR file: {printed}')
    finally:
        late.cancel()
        process.kill()


def judge(api: str, planted: str = '') -> tuple[int, str, int]:
    """The exit code of the judge, what it printed, and how many requests the client sent."""
    folder = Path(tempfile.mkdtemp())
    try:
        with running_mock(api, VARIABLES[api]) as mock:
            origin = re.match(r'https?://[^/]+', mock.url)[0]
            with mitmdump(origin, folder / 'session.har', planted) as proxy:
                count = USE[api](proxy + mock.url.removeprefix(origin), mock.environment)
            judged = subprocess.run(
                ['node', 'apps/conformance/src/main.ts', 'judge', '--strict', folder / 'session.har'],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=60,
                env={**os.environ, **mock.environment},
            )
    finally:
        shutil.rmtree(folder)
    text = judged.stdout + judged.stderr
    secrets = {name: value for name, value in mock.environment.items() if re.search('SECRET|PASSWORD', name)}
    for secret in (SECRET, *secrets.values()):
        if secret in text:
            raise AssertionError('a secret is in what the judge printed')
    return judged.returncode, text, count


def accuses_no_right_server(api: str):
    def claim() -> str:
        code, text, count = judge(api)
        if code != 0 or f'{count} exchanges judged\n' not in text:
            raise AssertionError(text)
        return f'{count} exchanges'

    claim.__doc__ = f'a session with a right {api} server is accused of nothing'
    return claim


def finds_each_planted(api: str):
    def claim() -> str:
        code, text, _ = judge(api, planted=api)
        expect(code, 1, 'the exit code')
        named = sorted(set(re.findall(r'^(?:FAILED|WARNED) (\S+)', text, re.MULTILINE)))
        expected = sorted({fault.clause for fault in PLANTED[api]})
        expect(named, expected, 'what is named')
        return f'{len(PLANTED[api])} of {len(PLANTED[api])}'

    claim.__doc__ = f'in the same session with planted faults all of them are found, and nothing else, at {api}'
    return claim


if __name__ == '__main__':
    claims = [make(api) for api in USE for make in (accuses_no_right_server, finds_each_planted)]
    sys.exit(run_claims('mitmproxy', claims))
