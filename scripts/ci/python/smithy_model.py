"""The vendor's own model of the three operations, as botocore carries it, as Smithy's JSON on standard output."""

import json
import sys
from typing import Any

from botocore.session import Session

OPERATIONS = ('RegisterOidcConfig', 'RegisterOidcConfigTest', 'GetOidcInfo')
MODEL = Session().get_component('data_loader').load_service_model('wickr', 'service-2')
# botocore keeps a trait of Smithy where it had none of its own; these have other names.
LOCATIONS = {'uri': 'httpLabel', 'querystring': 'httpQuery'}


def target(name: str) -> dict[str, str]:
    return {'target': f'wickr#{name}'}


def prelude(**traits: Any) -> dict[str, Any]:
    return {f'smithy.api#{name}': value for name, value in traits.items() if value is not None}


def traits_of(shape: dict[str, Any]) -> dict[str, Any]:
    limits = {name: shape[name] for name in ('min', 'max') if name in shape}
    measure = 'range' if shape['type'] in ('integer', 'long') else 'length'
    error = shape.get('error', {})
    fault = 'client' if error.get('senderFault') else 'server'
    return prelude(
        pattern=shape.get('pattern'),
        sensitive={} if shape.get('sensitive') else None,
        error=fault if shape.get('exception') else None,
        httpError=error.get('httpStatusCode'),
        **({measure: limits} if limits else {}),
    )


def member_of(name: str, member: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    traits = prelude(required={} if name in shape.get('required', []) else None)
    if 'location' in member:
        binding = LOCATIONS[member['location']]
        traits |= prelude(**{binding: {} if binding == 'httpLabel' else member['locationName']})
    return {**target(member['shape']), 'traits': traits}


def shape_of(shape: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {'type': shape['type'], 'traits': traits_of(shape)}
    if shape['type'] == 'structure':
        made['members'] = {name: member_of(name, member, shape) for name, member in shape['members'].items()}
    if shape['type'] == 'list':
        made['member'] = target(shape['member']['shape'])
    return made


def operation_of(operation: dict[str, Any]) -> dict[str, Any]:
    http = operation['http']
    return {
        'type': 'operation',
        'input': target(operation['input']['shape']),
        'output': target(operation['output']['shape']),
        'errors': [target(error['shape']) for error in operation['errors']],
        'traits': prelude(
            http={'method': http['method'], 'uri': http['requestUri'], 'code': http['responseCode']},
            readonly={} if operation.get('readonly') else None,
        ),
    }


def service() -> dict[str, Any]:
    metadata = MODEL['metadata']
    if metadata['protocol'] != 'rest-json':
        raise RuntimeError(f'the protocol is now {metadata["protocol"]}')
    return {
        'type': 'service',
        'version': metadata['apiVersion'],
        'operations': [target(name) for name in OPERATIONS],
        'traits': {
            'aws.protocols#restJson1': {},
            'aws.auth#sigv4': {'name': metadata['signingName']},
            'aws.api#service': {'sdkId': metadata['serviceId']},
            **prelude(title=metadata['serviceFullName']),
        },
    }


def used_shapes() -> dict[str, Any]:
    """The shapes that the operations reach, by name."""
    operations = [MODEL['operations'][name] for name in OPERATIONS]
    waiting = [one['shape'] for operation in operations for one in (operation['input'], operation['output'], *operation['errors'])]
    found: dict[str, Any] = {}
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        shape = found[name] = MODEL['shapes'][name]
        waiting += [member['shape'] for member in shape.get('members', {}).values()]
        waiting += [shape['member']['shape']] if 'member' in shape else []
    return found


def main() -> None:
    shapes = {name: shape_of(shape) for name, shape in used_shapes().items()}
    shapes |= {name: operation_of(MODEL['operations'][name]) for name in OPERATIONS}
    shapes['Wickr'] = service()
    json.dump({'smithy': '2.0', 'shapes': {f'wickr#{name}': shape for name, shape in shapes.items()}}, sys.stdout)


main()
