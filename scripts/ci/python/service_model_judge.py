"""The specification of Wickr against AWS's own service model, as boto3 carries it."""

import sys
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

import boto3
import yaml
from botocore import xform_name
from botocore.model import OperationModel, Shape
from claims import expect, run_claims
from running_mock import ROOT

DOCUMENT = yaml.safe_load(Path(ROOT, 'specs/wickr/openapi.yaml').read_text())
TYPES = {'structure': 'object', 'list': 'array', 'long': 'integer'}


def resolve(node: Any) -> Any:
    while '$ref' in node:
        node = reduce(getitem, node['$ref'].removeprefix('#/').split('/'), DOCUMENT)
    return node


def json_schema(content: Any) -> Any:
    return resolve(content['content']['application/json']['schema'])


def compare(schema: Any, shape: Shape, where: str) -> int:
    """Compares a schema with a shape, member by member; answers how many there are."""
    schema = resolve(schema)
    expect(schema.get('type'), TYPES.get(shape.type_name, shape.type_name), f'{where}: type')
    for ours, theirs in (('minimum', 'min'), ('maximum', 'max')):
        if schema['type'] == 'integer':
            # A limit that the model does not have may come from elsewhere.
            expect(schema.get(ours), shape.metadata.get(theirs, schema.get(ours)), f'{where}: {ours}')
    if shape.metadata.get('sensitive'):
        # The standard keyword says so of a text; our own key, of anything else.
        marked = schema.get('format') == 'password' or schema.get('x-sensitive', False)
        expect(marked, True, f'{where}: sensitive')
    if shape.type_name == 'list':
        return 1 + compare(schema['items'], shape.member, f'{where}[]')
    if shape.type_name != 'structure':
        return 1
    return compare_members(schema['properties'], set(schema.get('required', [])), shape, where)


def compare_members(properties: dict[str, Any], required: set[str], shape: Shape, where: str) -> int:
    expect(set(properties), set(shape.members), f'{where}: members')
    expect(required, set(shape.required_members), f'{where}: required members')
    return 1 + sum(compare(properties[name], member, f'{where}.{name}') for name, member in shape.members.items())


def inputs_of(path: Any, operation: Any) -> tuple[dict[str, Any], set[str]]:
    """Path, query and body together, as the model has them."""
    parameters = [resolve(one) for one in [*path.get('parameters', []), *operation.get('parameters', [])]]
    body = json_schema(operation['requestBody']) if 'requestBody' in operation else {}
    # The mark of a parameter stands beside its schema.
    properties = {one['name']: {**one, **one['schema']} for one in parameters} | body.get('properties', {})
    required = {one['name'] for one in parameters if one.get('required')} | set(body.get('required', []))
    return properties, required


def judge() -> int:
    model = boto3.session.Session(region_name='us-east-1').client('wickr').meta.service_model
    ours = {
        operation['operationId']: (method.upper(), path, item, operation)
        for path, item in DOCUMENT['paths'].items()
        for method, operation in item.items()
        if method != 'parameters'
    }
    theirs: dict[str, OperationModel] = {
        ours_name: model.operation_model(name)
        for ours_name in ours
        for name in model.operation_names
        if xform_name(name) == xform_name(ours_name)
    }

    def operations() -> str:
        """each operation has the method, path and success status of the model"""
        expect(set(theirs), set(ours), 'operations that the model has')
        for name, (method, path, _, operation) in ours.items():
            http = theirs[name].http
            expect((method, path), (http['method'], http['requestUri']), name)
            expect(str(http['responseCode']) in operation['responses'], True, f'{name}: success status')
        return f'{len(ours)} operations'

    def requests() -> str:
        """requests have the members, types, requirements and sensitive marks of the model"""
        count = 0
        for name, one in theirs.items():
            _, _, path, operation = ours[name]
            count += compare_members(*inputs_of(path, operation), one.input_shape, name)
        return f'{count} members'

    def answers() -> str:
        """answers have the members, types, limits, requirements and sensitive marks of the model"""
        count = 0
        for name, one in theirs.items():
            answer = resolve(ours[name][3]['responses'][str(one.http['responseCode'])])
            count += compare(json_schema(answer), one.output_shape, name)
        return f'{count} members'

    def errors() -> str:
        """errors have the names, statuses and bodies of the model"""
        count = 0
        for name, one in theirs.items():
            named = {
                answer['x-error']['name']: (int(status), answer)
                for status, answer in ((s, resolve(a)) for s, a in ours[name][3]['responses'].items())
                if 'x-error' in answer
            }
            expect(set(named), {shape.name for shape in one.error_shapes}, f'{name}: names of errors')
            for shape in one.error_shapes:
                status, answer = named[shape.name]
                where = f'{name}: {shape.name}'
                expect(status, shape.metadata['error']['httpStatusCode'], f'{where}: status')
                schema = json_schema(answer)
                # Where the name may stand in the body, and what our own reading of the facts requires beside the model.
                required = set(shape.required_members) | ({'message'} if status in (401, 403) else set())
                expect(set(schema.get('required', [])), required, f'{where}: required members')
                expect(set(schema['properties']) - {'__type', 'code'}, set(shape.members), f'{where}: members')
                for member, found in shape.members.items():
                    compare(schema['properties'][member], found, f'{where}.{member}')
                count += 1
        return f'{count} errors'

    return run_claims('service model of boto3', [operations, requests, answers, errors])


sys.exit(judge())
