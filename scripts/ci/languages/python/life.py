"""The whole life on both mocks, with the installed Python clients."""

import os
from collections.abc import Callable
from typing import Any

import pvwa_client as pvwa
import wickr_client as wickr
from botocore.credentials import Credentials
from pvwa_client.session import Session
from wickr_client.signed_client import SignedClient

DISCOVERY = 'https://idp.example.net/.well-known/openid-configuration'
SECRET = 'a secret of Zoë & Co.'
KEYS = '{"keys":[{"kty":"RSA","kid":"1","n":"sXchDaQeb","e":"AQAB"}]}'


def same(actual: Any, expected: Any) -> None:
    assert actual == expected, f'{actual!r} is not {expected!r}'


def refused(status: int, call: Callable[[], Any]) -> Any:
    try:
        call()
    except (pvwa.ApiException, wickr.ApiException) as error:
        same(error.status, status)
        return error.data
    raise AssertionError(f'not refused with {status}')


def hidden(secret: str, *values: Any) -> None:
    for value in values:
        assert secret not in repr(value) and secret not in str(value), 'a secret is shown'


def unspoken(secret: str, call: Callable[[], Any]) -> None:
    """A call that the client refuses by itself, with an error that does not show the secret."""
    try:
        call()
    except Exception as error:
        return hidden(secret, error)
    raise AssertionError('nothing is refused')


def vault(url: str, username: str, password: str) -> None:
    wrong = pvwa.ProvidersApi(Session(url, 'nobody', 'wrong'))
    for _ in range(2):
        refused(401, wrong.list_providers)
    with Session(url, username, password) as session:
        providers = pvwa.ProvidersApi(session)
        found = pvwa.ProviderAddByDiscovery(
            id='one', clientId='Zoë & Co.', clientSecret=SECRET, clientSecretMethod='Post', discoveryEndpointUrl=DISCOVERY
        )
        same(providers.add_provider(pvwa.ProviderAdd(found)).client_id, 'Zoë & Co.')
        same(refused(409, lambda: providers.add_provider(pvwa.ProviderAdd(found))).error_code, 'PASWS409E')
        told = pvwa.ProviderAddByEndpoints(
            id='two', clientId='pvwa', clientSecretMethod='Basic', jwkSet=KEYS,
            authenticationEndpointUrl='https://idp.example.net/authorize', issuer='https://idp.example.net',
        )
        same(providers.add_provider(pvwa.ProviderAdd(told)).issuer, 'https://idp.example.net')
        same(sorted(one.id for one in providers.list_providers().providers), ['one', 'two'])
        # The server ends the session, and the client does not know.
        pvwa.SessionApi(session).logoff()
        update = pvwa.ProviderUpdateByDiscovery(
            clientId='new', clientSecretMethod='Basic', discoveryEndpointUrl=DISCOVERY, description='“updated”'
        )
        same(providers.update_provider('one', pvwa.ProviderUpdate(update)), None)
        read = providers.get_provider('one')
        same([read.client_id, read.client_secret_method, read.description], ['new', 'Basic', '“updated”'])
        same(refused(404, lambda: providers.get_provider('unknown')).error_code, 'PASWS404E')
        for one in ('one', 'two'):
            providers.delete_provider(one)
        same(providers.list_providers().providers, [])
        hidden(SECRET, found, pvwa.ProviderAdd(found), found.to_str())
        hidden(password, session, session._request)
        unspoken(SECRET, lambda: pvwa.LogonRequest(password=SECRET))
        unspoken(SECRET, lambda: pvwa.LogonRequest.from_dict({'password': SECRET}))
        unspoken(SECRET, lambda: pvwa.ProviderAdd({'clientSecret': SECRET}))
        unspoken(SECRET, lambda: pvwa.ProviderAdd.from_json('{"clientSecret": "%s"}' % SECRET))
        unspoken(SECRET, lambda: providers.add_provider({'clientSecret': SECRET}))
        # What is no alternative of the union is refused here: it would be sent as nothing.
        try:
            providers.add_provider(found.to_dict())
        except ValueError as error:
            hidden(SECRET, error)
        else:
            raise AssertionError('a dict is taken for an alternative')


def network(url: str, region: str, id: str) -> None:
    def api(secret: str) -> wickr.OIDCApi:
        keys = Credentials(os.environ['AWS_ACCESS_KEY_ID'], secret)
        return wickr.OIDCApi(SignedClient(keys, region, 'wickr', wickr.Configuration(host=url)))

    oidc = api(os.environ['AWS_SECRET_ACCESS_KEY'])
    body = wickr.RegisterOidcConfigRequest(
        companyId=f'{region}-Zoë & Co.', issuer='https://login.example.com', scopes='openid email', secret=SECRET, ssoTokenBufferMinutes=5
    )
    same(oidc.register_oidc_config(id, body).company_id, f'{region}-Zoë & Co.')
    info = oidc.get_oidc_info(id, client_id='a b+c/ü', redirect_uri='https://app.example/?x=1&y=2')
    same(info.openid_connect_info.sso_token_buffer_minutes, 5)
    test = wickr.RegisterOidcConfigTestRequest(issuer='https://login.example.com', scopes='openid')
    same(oidc.register_oidc_config_test(id, test).issuer, 'https://login.example.com')
    refused(404, lambda: oidc.get_oidc_info('00000000'))
    wrong = body.model_copy(update={'company_id': 'without-a-region'})
    same(refused(400, lambda: oidc.register_oidc_config(id, wrong)).message, 'Invalid companyId')
    refused(401, lambda: api('wrong').get_oidc_info(id))
    hidden(SECRET, body, body.to_str())
    unspoken(SECRET, lambda: wickr.RegisterOidcConfigRequest(secret=SECRET))
    unspoken(SECRET, lambda: oidc.register_oidc_config(id, {'secret': SECRET}))


def later(url: str) -> None:
    """What a later server sends: other values, more properties."""
    with Session(url, 'user', 'password') as session:
        read = pvwa.ProvidersApi(session).get_provider('one')
        same([read.client_secret_method, read.authentication_flow], ['PrivateKeyJwt', 'Hybrid'])
    oidc = wickr.OIDCApi(SignedClient(Credentials('a', 'b'), 'us-east-1', 'wickr', wickr.Configuration(host=url)))
    same(oidc.get_oidc_info('12345678').openid_connect_info.issuer, 'https://login.example.com')


def moved(url: str) -> None:
    """A server that names another host, which the judge looks at, for the log-on or for all else."""
    own = pvwa.Configuration()
    refused(307, pvwa.ProvidersApi(Session(f'{url}/logon', 'user', 'password', configuration=own)).list_providers)
    other = Session(f'{url}/calls', 'user', 'password', configuration=own)
    refused(307, pvwa.ProvidersApi(other).list_providers)
    refused(307, other.log_off)
    # Two sessions of one configuration stay with their servers.
    same(own.host, pvwa.Configuration().host)


def bounded(url: str) -> None:
    """No request waits for ever, whether it says how long or not."""
    client = pvwa.ApiClient(pvwa.Configuration(host=url))
    waits: list[Any] = []
    request = client.rest_client.pool_manager.request

    def noted(*words: Any, **options: Any) -> Any:
        waits.append(options['timeout'].total)
        return request(*words, **options)

    client.rest_client.pool_manager.request = noted
    providers = pvwa.ProvidersApi(client)
    refused(401, providers.list_providers)
    refused(401, lambda: providers.list_providers(_request_timeout=5))
    same(waits, [60, 5])


vault(os.environ['PVWA_URL'], os.environ['PVWA_USERNAME'], os.environ['PVWA_PASSWORD'])
network(os.environ['WICKR_ENDPOINT'], os.environ['AWS_REGION'], os.environ['WICKR_NETWORK_ID'])
later(os.environ['LATER_URL'])
bounded(os.environ['PVWA_URL'])
moved(os.environ['MOVED_URL'])
print('lived')
