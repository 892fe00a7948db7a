"""The clients that are generated of an API that has joined, against its mock: a whole life, told by `lives.json`.

`foreign_life_judge.py API` calls the Python client of openapi-generator, then a TypeScript program with the same calls, which
must compile against the client of this house. Each answer must be the expected one as a whole: a secret in it is found.
"""

import datetime
import functools
import importlib
import inspect
import json
import os
import re
import subprocess
import sys
import typing
from typing import Any

from claims import expect, run_claims
from running_mock import ROOT, RunningMock, running_mock
from typescript_life import typescript_life


def plain(name: str) -> str:
    """An operation's or a parameter's name without what the languages write differently."""
    return re.sub('[^a-z0-9]', '', name.lower())


def resolved(value: Any, answers: dict[str, Any]) -> Any:
    """A value of a step; `$name.property` is a part of an earlier answer."""
    if isinstance(value, dict):
        return {name: resolved(one, answers) for name, one in value.items()}
    if isinstance(value, list):
        return [resolved(one, answers) for one in value]
    if not isinstance(value, str) or not value.startswith('$'):
        return value
    name, *names = value[1:].split('.')
    return functools.reduce(lambda found, key: found[key], names, answers[name])


def as_json(value: Any) -> Any:
    """What the client made of an answer, as JSON. Its own `to_dict` leaves out what only servers write."""
    if hasattr(value, 'model_dump'):
        return as_json(value.model_dump(by_alias=True, exclude_none=True))
    if isinstance(value, dict):
        return {name: as_json(one) for name, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    if isinstance(value, datetime.datetime):
        return value.isoformat().replace('+00:00', 'Z')
    return value.get_secret_value() if hasattr(value, 'get_secret_value') else value


class PythonClient:
    """The client that openapi-generator made, with one way to call all its operations."""

    def __init__(self, api: str, url: str, credentials: dict[str, str]) -> None:
        self.module = importlib.import_module(f'{api.replace("-", "_")}_client')
        document = json.loads((ROOT / f'specs/{api}/generated/document.json').read_text())
        key = credentials.get('apiKey')
        configuration = self.module.Configuration(
            host=url,
            access_token=credentials.get('token'),
            username=credentials.get('username'),
            password=credentials.get('password'),
            api_key={name: key for name in document['components']['securitySchemes']} if key else None,
        )
        client = self.module.ApiClient(configuration)
        groups = [value(client) for name, value in vars(self.module).items() if name.endswith('Api')]
        self.methods = {
            plain(name.removesuffix('_with_http_info')): method
            for group in groups
            for name, method in inspect.getmembers(group, inspect.ismethod)
            if name.endswith('_with_http_info')
        }

    def call(self, operation: str, path: dict[str, Any], body: Any) -> tuple[int, Any, Any]:
        """The status, the JSON that was sent, and what the client made of it."""
        method = self.methods[plain(operation)]
        given = {plain(name): value for name, value in path.items()}
        arguments = {}
        for name, parameter in inspect.signature(method).parameters.items():
            if plain(name) in given:
                arguments[name] = given[plain(name)]
            elif parameter.default is inspect.Parameter.empty:
                model, *_ = typing.get_args(parameter.annotation) or [parameter.annotation]
                arguments[name] = model.from_dict(body)
        try:
            answer = method(**arguments)
        except self.module.ApiException as error:
            return error.status, None, None
        sent = json.loads(answer.raw_data) if answer.raw_data else None
        return answer.status_code, sent, as_json(answer.data)


def judge_python(api: str, mock: RunningMock, sign_in: dict[str, str], life: list[dict[str, Any]]) -> int:
    client = PythonClient(api, mock.url, {name: mock.environment[key] for name, key in sign_in.items()})
    answers: dict[str, Any] = {}

    def claim_of(step: dict[str, Any]) -> Any:
        def claim() -> None:
            path = resolved(step.get('path', {}), answers)
            status, sent, understood = client.call(step['call'], path, step.get('body'))
            expect(status, step['status'], 'the status')
            if 'as' in step:
                answers[step['as']] = sent
            expected = resolved(step.get('shows'), answers)
            expect(sent, expected, 'the answer')
            expect(understood, expected, 'what the client made of it')

        claim.__doc__ = step['claim']
        return claim

    return run_claims(f'Python client of {api}', [claim_of(step) for step in life])


def judge_typescript(api: str, mock: RunningMock, sign_in: dict[str, str], life: list[dict[str, Any]]) -> int:
    folder = ROOT / f'packages/{api}-client'
    program = folder / 'src/life.ts'
    program.write_text(typescript_life(api, sign_in, life))
    environment = {**os.environ, **mock.environment, 'LIFE_URL': mock.url}

    def compiles() -> None:
        """it compiles, and so does a program that makes all its calls"""
        subprocess.run(['tsc'], cwd=folder, check=True, timeout=60)

    def lives() -> str:
        """each call is answered as expected"""
        subprocess.run(['node', program], env=environment, check=True, timeout=60)
        return f'{len(life)} calls'

    return run_claims(f'TypeScript client of {api}', [compiles, lives])


(api,) = sys.argv[1:]
told = json.loads((ROOT / 'tests/foreign-apis/lives.json').read_text())[api]
with running_mock(api, set(told['signIn'].values())) as mock:
    failures = [judge(api, mock, told['signIn'], told['life']) for judge in (judge_python, judge_typescript)]
sys.exit(max(failures))
