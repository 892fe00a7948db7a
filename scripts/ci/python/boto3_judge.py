"""AWS's own SDK for Python against the Wickr mock: unchanged but for its endpoint_url, credentials by environment."""

import os
import sys
from contextlib import contextmanager
from typing import Any, Iterator

import boto3
import botocore.exceptions
from botocore import xform_name
from botocore.config import Config
from claims import expect, expect_members, run_claims
from prefer import add_prefer
from running_mock import running_mock
from wickr_errors import CAUSES, RIGHT, Cause

VARIABLES = {
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_REGION',
    'WICKR_NETWORK_ID',
    'WICKR_OTHER_NETWORK_ID',
}
FULL = {
    'companyId': 'us-east-1-Zoë & Co.',
    'issuer': 'https://login.example.com/tenant/',
    'scopes': 'openid profile email offline_access',
    'customUsername': 'preferred_username',
    'extraAuthParams': 'prompt=login&ui_locales=de%20en',
    'secret': 'a secret\nin two lines',
    'ssoTokenBufferMinutes': 5,
    'userId': 'client123',
}


@contextmanager
def environment(changes: dict[str, str]) -> Iterator[None]:
    """Sets environment variables for a while."""
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def open_client(url: str, **config: Any) -> Any:
    client = boto3.session.Session(region_name=os.environ['AWS_REGION']).client(
        'wickr', endpoint_url=url, config=Config(retries={'total_max_attempts': 1}, **config)
    )
    client.meta.events.register('before-call', add_prefer)
    return client


def judge(url: str, log: Any) -> int:
    client = open_client(url)
    model = client.meta.service_model
    network, other = os.environ['WICKR_NETWORK_ID'], os.environ['WICKR_OTHER_NETWORK_ID']

    def saved(network_id: str) -> dict[str, Any]:
        return client.get_oidc_info(networkId=network_id)['openidConnectInfo']

    def keeps_every_member() -> None:
        """register_oidc_config saves every member, get_oidc_info reads it back"""
        answer = client.register_oidc_config(networkId=network, **FULL)
        # A secret may be masked or absent where it is read.
        sent = {name: value for name, value in FULL.items() if name != 'secret'}
        expect_members(answer, sent, 'the answer of the save')
        expect_members(saved(network), sent, 'what is read')

    def replaces() -> None:
        """a second save replaces the first one, and another network has neither"""
        right = RIGHT['RegisterOidcConfig']
        client.register_oidc_config(**{**right, 'networkId': network})
        found = saved(network)
        expect_members(found, {n: v for n, v in right.items() if n != 'networkId'}, 'what is read')
        expect([name for name in FULL if name not in right and name in found], [], 'what is kept of the first')
        try:
            expect('openidConnectInfo' in client.get_oidc_info(networkId=other), False, 'the other network')
        except client.exceptions.ResourceNotFoundError:
            pass

    def tries_out() -> None:
        """register_oidc_config_test answers what the provider supports, and saves nothing"""
        before = saved(network)
        answer = client.register_oidc_config_test(
            networkId=network, issuer='https://other.example.com', scopes='openid', extraAuthParams='a=b'
        )
        expect(answer.get('issuer'), 'https://other.example.com', 'the issuer')
        lists = [name for name, shape in _members(model, 'RegisterOidcConfigTest').items() if shape == 'list']
        for name in lists:
            expect(isinstance(answer.get(name, []), list), True, f'{name} is a list')
        expect(saved(network), before, 'what is saved')

    def exchanges() -> None:
        """get_oidc_info with a code and a grant type answers tokens, and none without"""
        query = {'code': 'a+b c/ü', 'grantType': 'authorization_code', 'codeVerifier': 'v' * 43}
        tokens = client.get_oidc_info(networkId=network, **query)['tokenInfo']
        expect(tokens['tokenType'], 'Bearer', 'the type of the tokens')
        expect(isinstance(tokens['expiresIn'], int) and tokens['expiresIn'] >= 0, True, 'expiresIn is a number')
        expect('tokenInfo' in client.get_oidc_info(networkId=network), False, 'tokens unasked')

    def raises_each_error() -> str:
        """each documented exception of each operation is raised as its class, with its status"""
        count = 0
        for operation in RIGHT:
            for shape in model.operation_model(operation).error_shapes:
                # An error that AWS adds has no cause here, and fails.
                raise_error(operation, shape.name, CAUSES[operation][shape.name])
                count += 1
        return f'{count} of {count}'

    def raise_error(operation: str, name: str, cause: Cause) -> None:
        status = model.shape_for(name).metadata['error']['httpStatusCode']
        with environment(cause.environment):
            fresh = open_client(url, parameter_validation=not cause.unchecked)
            call = getattr(fresh, xform_name(operation))
            try:
                answer = call(**{**RIGHT[operation], **cause.changes})
            except botocore.exceptions.ClientError as error:
                what = f'{operation} {name}'
                expect(type(error), getattr(fresh.exceptions, name), f'{what}: the class')
                expect(error.response['ResponseMetadata']['HTTPStatusCode'], status, f'{what}: the status')
                expect(bool(error.response['Error'].get('Message')), True, f'{what}: has a message')
                if cause.message is not None:
                    expect(error.response['Error']['Message'], cause.message, f'{what}: the message')
                if name == 'ValidationError':
                    fields = [reason['field'] for reason in error.response.get('reasons', [])]
                    expect(set(cause.changes) <= set(fields), True, f'{what}: {fields} has {set(cause.changes)}')
                return
        raise AssertionError(f'{operation} did not raise {name} but answered {sorted(answer)}')

    def logs_no_secret() -> str:
        """the mock's log holds none of the secrets that were sent"""
        text = log()
        for secret in (os.environ['AWS_SECRET_ACCESS_KEY'], FULL['secret'].split('\n')[0], 'v' * 43, 'a%2Bb'):
            expect(secret in text, False, 'the log shows a secret')
        return f'{len(text.splitlines())} lines'

    return run_claims(
        f'boto3 {boto3.__version__}',
        [keeps_every_member, replaces, tries_out, exchanges, raises_each_error, logs_no_secret],
    )


def _members(model: Any, operation: str) -> dict[str, str]:
    return {name: shape.type_name for name, shape in model.operation_model(operation).output_shape.members.items()}


with running_mock('wickr', VARIABLES) as mock:
    os.environ.update(mock.environment)
    sys.exit(judge(mock.url, mock.log))
