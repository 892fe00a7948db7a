"""Makes the calls of tests/interop/src/wire with the Python client of an API, by the names of operations and parameters."""

import importlib
import inspect
import re
import sys
from typing import Any

from botocore.credentials import Credentials
from conducted import drive

name, origin = sys.argv[1:]
package = importlib.import_module(f'{name}_client')


def client_of(call: dict[str, Any]) -> Any:
    sign_in = call['signIn']
    configuration = package.Configuration(host=call['url'])
    if 'token' not in sign_in:
        signed = importlib.import_module(f'{name}_client.signed_client')
        keys = Credentials(sign_in['accessKeyId'], sign_in['secretAccessKey'])
        return signed.SignedClient(keys, sign_in['region'], 'wickr', configuration)
    if call['signedIn']:
        configuration.api_key['session'] = sign_in['token']
    return package.ApiClient(configuration)


def make(call: dict[str, Any]) -> str:
    operation = snake(call['operation'])
    (api,) = [value for key, value in vars(package).items() if key.endswith('Api') and hasattr(value, operation)]
    method = getattr(api(client_of(call)), f'{operation}_with_http_info')
    values = {snake(key): value for key, value in {**call['path'], **call['query']}.items()}
    try:
        if 'body' in call:
            needed = {key: one for key, one in inspect.signature(method).parameters.items() if one.default is one.empty}
            (body,) = needed.keys() - values.keys()
            values[body] = needed[body].annotation.__origin__.from_dict(call['body'])
        return str(method(**values).status_code)
    except package.ApiException as error:
        return str(error.status)
    except Exception as error:  # What the client refuses or cannot read is an outcome like others.
        return f'{type(error).__name__}: {error}'


def snake(name: str) -> str:
    return re.sub(r'(?<=[a-z])(?=[A-Z])', '_', name).lower()


drive(origin, make)
