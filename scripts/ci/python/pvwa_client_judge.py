"""The Python client that openapi-generator makes of the PVWA specification, against the PVWA mock."""

import json
import sys
from collections.abc import Callable
from typing import Any

import pvwa_client
from claims import expect, expect_members, run_claims
from running_mock import RunningMock, running_mock

VARIABLES = {'PVWA_USERNAME', 'PVWA_PASSWORD', 'PVWA_AUDITOR_USERNAME', 'PVWA_AUDITOR_PASSWORD'}
# As the vendor prints it, but for the spelling of the method: the client has one of each value.
VENDOR_BODY = (
    '{"authenticationFlow":"Code",'
    '"discoveryEndpointUrl":"https://10.10.22.121/OPServer/.well-known/openid-configuration",'
    '"clientId":"pvwa","clientSecretMethod":"Basic","userNameClaim":"given_name"}'
)
ADDED = {
    'id': 'judged',
    'discoveryEndpointUrl': 'https://idp.example.net/.well-known/openid-configuration',
    'clientId': 'Zoë & Co.',
    'clientSecret': 'a secret that is never returned',
    'clientSecretMethod': 'Post',
    'description': 'added by the judge',
}
BY_ENDPOINTS = {
    'authenticationEndpointUrl': 'https://idp.example.net/authorize',
    'issuer': 'https://idp.example.net',
    'jwkSet': '{"keys":[{"kty":"RSA","kid":"1","n":"sXchDaQeb","e":"AQAB"}]}',
    'clientId': 'pvwa',
    'clientSecretMethod': 'Basic',
}


def log_on(mock: RunningMock, user: str) -> tuple[pvwa_client.SessionApi, pvwa_client.ProvidersApi]:
    """Logs on as the user whose name and password stand in two variables."""
    configuration = pvwa_client.Configuration(host=mock.url)
    api = pvwa_client.ApiClient(configuration)
    session = pvwa_client.SessionApi(api)
    request = pvwa_client.LogonRequest(
        username=mock.environment[f'{user}_USERNAME'],
        password=mock.environment[f'{user}_PASSWORD'],
        concurrentSession=True,
    )
    configuration.api_key['session'] = session.logon('CyberArk', request)
    return session, pvwa_client.ProvidersApi(api)


def expect_error(call: Callable[[], Any], kind: type[Exception], status: int, what: str) -> None:
    try:
        call()
    except kind as error:
        expect(error.status, status, f'{what}: status')
        expect(type(error.data), pvwa_client.ErrorResponse, f'{what}: body')
        return
    raise AssertionError(f'{what} was answered; expected {status}')


def judge(mock: RunningMock) -> int:
    session, providers = log_on(mock, 'PVWA')

    def adds() -> None:
        """a provider is added, answered and read back, without its secret"""
        added = providers.add_provider_with_http_info(pvwa_client.ProviderAdd.from_dict(ADDED))
        read = providers.get_provider_with_http_info('judged')
        expected = {name: value for name, value in ADDED.items() if name != 'clientSecret'}
        for found, what in ((added, 'the answer'), (read, 'what is read')):
            expect_members(found.data.to_dict(), expected, what)
            # The client drops members that it does not know.
            expect('clientSecret' in json.loads(found.raw_data), False, f'{what}: a secret')

    def read() -> dict[str, Any]:
        return providers.get_provider('judged').to_dict()

    def updates() -> None:
        """the vendor's own example body replaces it, and is read back"""
        answer = providers.update_provider('judged', pvwa_client.ProviderUpdate.from_json(VENDOR_BODY))
        expect(answer, None, 'the answer')
        expect(
            read(),
            {
                'id': 'judged',
                'authenticationFlow': 'Code',
                'discoveryEndpointUrl': 'https://10.10.22.121/OPServer/.well-known/openid-configuration',
                'clientId': 'pvwa',
                'clientSecretMethod': 'Basic',
                'userNameClaim': 'given_name',
            },
            'what is read',
        )

    def updates_by_endpoints() -> None:
        """the three members in place of the discovery document replace it, defaults filled in"""
        providers.update_provider('judged', pvwa_client.ProviderUpdate.from_dict(BY_ENDPOINTS))
        defaults = {'id': 'judged', 'authenticationFlow': 'Code', 'userNameClaim': 'preferred_username'}
        expect(read(), {**BY_ENDPOINTS, **defaults}, 'what is read')

    def lists() -> None:
        """the list holds it exactly once"""
        expect([one.id for one in providers.list_providers().providers], ['judged'], 'ids')

    def refuses() -> None:
        """a taken id, an unknown one and a user without the role raise the errors of their statuses"""
        added = pvwa_client.ProviderAdd.from_dict(ADDED)
        expect_error(lambda: providers.add_provider(added), pvwa_client.exceptions.ConflictException, 409, 'a taken id')
        expect_error(lambda: providers.get_provider('unknown'), pvwa_client.exceptions.NotFoundException, 404, 'an unknown id')
        other_session, other = log_on(mock, 'PVWA_AUDITOR')
        expect_error(other.list_providers, pvwa_client.exceptions.ForbiddenException, 403, 'an auditor')
        other_session.logoff()

    def deletes() -> None:
        """a deleted provider is gone, and its id is free"""
        expect(providers.delete_provider('judged'), None, 'the answer')
        expect_error(read, pvwa_client.exceptions.NotFoundException, 404, 'the deleted one')
        expect(providers.list_providers().providers, [], 'the list')

    def logs_off() -> None:
        """after log-off the token is refused"""
        session.logoff()
        expect_error(providers.list_providers, pvwa_client.exceptions.UnauthorizedException, 401, 'the old token')

    def logs_no_secret() -> str:
        """the mock's log holds none of the secrets and tokens that were sent"""
        text = mock.log()
        token = providers.api_client.configuration.api_key['session']
        for secret in (mock.environment['PVWA_PASSWORD'], ADDED['clientSecret'], token):
            expect(secret in text, False, 'the log shows a secret')
        return f'{len(text.splitlines())} lines'

    return run_claims(
        'generated Python client',
        [adds, updates, updates_by_endpoints, lists, refuses, deletes, logs_off, logs_no_secret],
    )


with running_mock('pvwa', VARIABLES) as mock:
    sys.exit(judge(mock))
