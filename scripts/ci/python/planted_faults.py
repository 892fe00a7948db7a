"""Ten mistakes of a server for each API, planted by mitmproxy into responses of a right one.

As an addon of mitmdump it plants those of the API that the variable PLANTED names.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Body = dict[str, Any]


@dataclass(frozen=True)
class Planted:
    """One mistake: which response it is in, and what the judge has to call it."""

    method: str
    # The end of the path, and which request there it is, counted from 0.
    path: str
    nth: int
    plant: Callable[[Any], None]
    clause: str


def _json(edit: Callable[[Body], Any]) -> Callable[[Any], None]:
    def plant(response: Any) -> None:
        body = json.loads(response.text)
        response.text = json.dumps(edit(body) or body)

    return plant


def _answer(status: int, body: Any = None) -> Callable[[Any], None]:
    def plant(response: Any) -> None:
        response.status_code = status
        if body is not None:
            response.headers['content-type'] = 'application/json'
            response.text = json.dumps(body)

    return plant


def _header(name: str, value: str | None) -> Callable[[Any], None]:
    def plant(response: Any) -> None:
        if value is None:
            response.headers.pop(name, None)
        else:
            response.headers[name] = value

    return plant


_PROVIDERS = '/Configuration/OIDC/Providers'
_SHOWN = {
    'id': 'deleted',
    'authenticationFlow': 'Code',
    'clientId': 'pvwa',
    'clientSecretMethod': 'Basic',
    'userNameClaim': 'preferred_username',
}

_PVWA = (
    Planted('POST', _PROVIDERS, 0, _answer(200), 'pvwa.addProvider.201.status'),
    Planted('POST', _PROVIDERS, 2, _answer(201, {**_SHOWN, 'id': 'taken'}), 'pvwa.addProvider.taken'),
    Planted('GET', '/kept', 0, _json(lambda body: {**body, 'clientId': 'else'}), 'pvwa.provider.kept'),
    Planted(
        'GET',
        '/secret',
        0,
        _json(lambda body: {**body, 'clientSecret': 'x'}),
        'pvwa.provider.neverReturned',
    ),
    Planted(
        'GET',
        '/number',
        0,
        _json(lambda body: {**body, 'description': 5}),
        'pvwa.getProvider.200.description.propertyType',
    ),
    Planted('PUT', '/body/', 0, _answer(200, {}), 'pvwa.updateProvider.200.noBody'),
    Planted(
        'GET', '/replaced', 0, _json(lambda body: {**body, 'description': 'All staff'}), 'pvwa.provider.replaced'
    ),
    Planted('GET', '/deleted', 0, _answer(200, _SHOWN), 'pvwa.provider.deleted'),
    Planted(
        'GET',
        _PROVIDERS,
        0,
        _json(lambda body: {'Providers': [one for one in body['Providers'] if one['id'] != 'listed']}),
        'pvwa.provider.listed',
    ),
    Planted('GET', _PROVIDERS, 1, _answer(200, {'Providers': []}), 'pvwa.listProviders.closed.security'),
)

_INFO = '/oidc'
_SAVE = '/oidc/save'
_TEST = '/oidc/test'


def _config(edit: Callable[[Body], Body]) -> Callable[[Any], None]:
    return _json(lambda body: {**body, 'openidConnectInfo': edit(body['openidConnectInfo'])})


_WICKR = (
    Planted('POST', _SAVE, 0, _answer(201), 'wickr.registerOidcConfig.200.status'),
    Planted('GET', _INFO, 0, _config(lambda own: {**own, 'issuer': own['issuer'] + '/'}), 'wickr.oidcConfig.kept'),
    Planted(
        'GET', _INFO, 1, _config(lambda own: {**own, 'extraAuthParams': 'prompt=login'}), 'wickr.oidcConfig.replaced'
    ),
    Planted(
        'GET',
        _INFO,
        2,
        _config(lambda own: {**own, 'applicationId': 11}),
        'wickr.getOidcInfo.200.openidConnectInfo.applicationId.propertyValue',
    ),
    Planted(
        'GET',
        _INFO,
        3,
        _json(lambda body: {name: value for name, value in body.items() if name != 'tokenInfo'}),
        'wickr.getOidcInfo.200.tokenInfo.presentWhen',
    ),
    Planted(
        'GET',
        _INFO,
        4,
        _json(lambda body: {**body, 'tokenInfo': {**body['tokenInfo'], 'expiresIn': '3600'}}),
        'wickr.getOidcInfo.200.tokenInfo.expiresIn.propertyType',
    ),
    Planted('POST', _TEST, 0, _header('content-type', 'text/html'), 'wickr.registerOidcConfigTest.200.contentType'),
    Planted(
        'POST',
        _SAVE,
        3,
        _answer(200, {'companyId': '', 'issuer': 'https://login.example.com', 'scopes': 'openid'}),
        'wickr.registerOidcConfig.companyId.minLength',
    ),
    Planted('POST', _TEST, 1, _header('x-amzn-errortype', None), 'wickr.registerOidcConfigTest.errorPair'),
    Planted('POST', _SAVE, 4, _header('x-debug', 'secret=a-client-secret'), 'wickr.oidcConfig.noOtherSecrets'),
)

PLANTED = {'pvwa': _PVWA, 'wickr': _WICKR}


class Plant:
    """Counts the requests at each end of a path, and changes the responses that have a fault."""

    def __init__(self, faults: tuple[Planted, ...]) -> None:
        self._faults = faults
        self._counts: dict[tuple[str, str], int] = {}

    def response(self, flow: Any) -> None:
        path = flow.request.path.split('?')[0]
        places = {(fault.method, fault.path) for fault in self._faults}
        for place in places:
            method, end = place
            if flow.request.method != method or not path.endswith(end):
                continue
            nth = self._counts.get(place, 0)
            self._counts[place] = nth + 1
            for fault in self._faults:
                if (fault.method, fault.path, fault.nth) == (*place, nth):
                    fault.plant(flow.response)


addons = [Plant(PLANTED.get(os.environ.get('PLANTED', ''), ()))]
