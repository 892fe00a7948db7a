"""AWS's own SDK for Python through `conformance proxy`: what it sends to a right mock and to faulty ones is judged."""

import os
import re
import signal
import subprocess
import sys
import threading

import boto3
from botocore.config import Config
from claims import expect, run_claims
from running_mock import ROOT, RunningMock, running_mock

VARIABLES = {'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION', 'WICKR_NETWORK_ID'}
SECRET = 'a-client-secret-that-nobody-may-see'
MORE = {
    'companyId': 'us-east-1-acme',
    'issuer': 'https://login.example.com/tenant',
    'scopes': 'openid profile email',
    'extraAuthParams': 'prompt=login',
    'ssoTokenBufferMinutes': 5,
    'secret': SECRET,
}
LESS = {name: MORE[name] for name in ('companyId', 'issuer', 'scopes')}


def use(url: str, environment: dict[str, str]) -> None:
    """Saves more, then less, and reads after each: what an administrator's script would do."""
    client = boto3.session.Session(
        aws_access_key_id=environment['AWS_ACCESS_KEY_ID'],
        aws_secret_access_key=environment['AWS_SECRET_ACCESS_KEY'],
        region_name=environment['AWS_REGION'],
    ).client('wickr', endpoint_url=url, config=Config(retries={'total_max_attempts': 1}))
    network = environment['WICKR_NETWORK_ID']
    for body in (MORE, LESS):
        client.register_oidc_config(networkId=network, **body)
        client.get_oidc_info(networkId=network)


def judged(mock: RunningMock) -> tuple[int, str]:
    """What the proxy says of the traffic: its exit code and all that it printed."""
    proxy = subprocess.Popen(
        ['node', 'apps/conformance/src/main.ts', 'proxy', '--api', 'wickr', '--strict', '--target', mock.url],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **mock.environment},
    )
    late = threading.Timer(60, proxy.kill)
    late.start()
    try:
        first = proxy.stderr.readline()
        found = re.search(r'from (http:\S+) to', first)
        if found is None:
            raise RuntimeError(f'the proxy did not start: {first}')
        use(found[1], mock.environment)
        proxy.send_signal(signal.SIGINT)
        out, err = proxy.communicate(timeout=30)
        return proxy.returncode, first + out + err
    finally:
        late.cancel()
        proxy.kill()


def judge(*faults: str) -> tuple[int, str]:
    with running_mock('wickr', VARIABLES, *(word for fault in faults for word in ('--fault', fault))) as mock:
        code, text = judged(mock)
        for secret in (SECRET, mock.environment['AWS_SECRET_ACCESS_KEY']):
            if secret in text:
                raise AssertionError('a secret is in what the proxy printed')
        return code, text


def accuses_no_right_server() -> str:
    """a right server is accused of nothing"""
    code, text = judge()
    expect(code, 0, 'the exit code')
    if '4 exchanges judged' not in text:
        raise AssertionError(text)
    return '4 exchanges'


def names(fault: str, clause: str):
    def claim() -> None:
        code, text = judge(fault)
        expect(code, 1, 'the exit code')
        named = sorted(set(re.findall(r'^(?:FAILED|WARNED) (\S+)', text, re.MULTILINE)))
        expect(named, [clause], 'what is named')

    claim.__doc__ = f'{fault} is named by {clause}, and by nothing else'
    return claim


if __name__ == '__main__':
    sys.exit(
        run_claims(
            'traffic',
            [
                accuses_no_right_server,
                names('merge-instead-of-replace', 'wickr.oidcConfig.replaced'),
                names('issuer-gets-slash', 'wickr.oidcConfig.kept'),
                names('secret-in-header', 'wickr.oidcConfig.noOtherSecrets'),
            ],
        )
    )
