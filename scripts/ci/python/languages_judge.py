"""The clients in other languages: each is built, installed into an empty project and does a whole life on both mocks.

A life is a program in `scripts/ci/languages/<language>`. The example of each README is taken out of it and runs as written.
"""

import json
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from installed_clients import LANGUAGES, MADE, Environment, example_file, example_of, versions_of
from running_mock import ROOT, running_mock

APIS = ('pvwa', 'wickr')
VARIABLES = {
    'pvwa': {'PVWA_URL', 'PVWA_USERNAME', 'PVWA_PASSWORD'},
    'wickr': {'WICKR_ENDPOINT', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION', 'WICKR_NETWORK_ID'},
}

# What keys of a role have beside them.
SESSION_TOKEN = 'token/of+a/role=='


class Later(BaseHTTPRequestHandler):
    """A server of a later version: values that are in no list, and properties that nobody knows."""

    # The session tokens that requests were signed with.
    kept: list[str | None]

    def answer(self) -> None:
        if '/oidc' in self.path:
            self.kept.append(self.headers.get('X-Amz-Security-Token'))
        # A connection that stays open with an unread body is no good one.
        self.rfile.read(int(self.headers.get('Content-Length') or 0))
        path = self.path.split('?')[0]
        if path.endswith('/Logon'):
            body: object = 'token=='
        elif path.endswith('/oidc'):
            info = {'companyId': 'c', 'issuer': 'https://login.example.com', 'scopes': 'openid', 'later': {'deep': [1]}}
            body = {'openidConnectInfo': info, 'later': None}
        elif '/oidc/' in path:
            body = {'companyId': 'c', 'issuer': 'https://login.example.com', 'scopes': 'openid', 'later': 1}
        elif path.endswith('/Logoff'):
            body = {'LogoffUrl': '', 'later': True}
        else:
            body = {
                'id': 'one', 'authenticationFlow': 'Hybrid', 'clientId': 'c', 'clientSecretMethod': 'PrivateKeyJwt',
                'userNameClaim': 'name', 'later': {'deep': [1]}, 'description': 'an optional one',
            }
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = answer

    def log_message(self, *_: object) -> None:
        pass


class Moved(BaseHTTPRequestHandler):
    """A server that names another host: for the log-on below /logon, and for all else below /calls. It is the other host too."""

    # What the other host was sent.
    kept: list[str]

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get('Content-Length') or 0)).decode()
        host, port = self.headers['Host'].split(':')
        if host == 'localhost':
            self.kept.append(f'{self.path} {self.headers} {body}')
        if host == 'localhost' or (self.path.startswith('/calls') and self.path.endswith('/Logon')):
            data = b'"token=="'
            self.send_response(200)
        else:
            data = b'{"ErrorCode": "moved"}'
            self.send_response(307)
            self.send_header('Location', f'http://localhost:{port}{self.path}')
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = answer

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[tuple[str, list[str | None]]]:
    """Hands out the address of a server, and what it keeps of its requests: a list of its own, as languages run side by side."""
    kept: list[str | None] = []
    server = ThreadingHTTPServer(('127.0.0.1', 0), type('Own', (handler,), {'kept': kept}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f'http://127.0.0.1:{server.server_port}', kept
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def servers() -> Iterator[tuple[Environment, Callable[[], str], list[str | None], list[str | None]]]:
    """Both mocks, the later server and the one that moved; hands out their variables, and what each was sent."""
    with (
        listening(Later) as (later, tokens),
        listening(Moved) as (moved, stolen),
        running_mock('pvwa', VARIABLES['pvwa']) as vault,
        running_mock('wickr', VARIABLES['wickr']) as network,
    ):
        own = {'LATER_URL': later, 'MOVED_URL': moved}
        yield {**vault.environment, **network.environment, **own}, lambda: vault.log() + network.log(), tokens, stolen


def sessions(log: str) -> tuple[int, int]:
    """How many log-ons and log-offs were answered well."""
    opened = len(re.findall(r'/Logon\b.* 200\b', log))
    return opened, len(re.findall(r'/Logoff\b.* 200\b', log))


def judge(language: str) -> list[str]:
    """What holds of a language; raises where something does not."""
    install, _ = LANGUAGES[language]
    with tempfile.TemporaryDirectory() as scratch, servers() as (environment, log, tokens, stolen):
        project, sources = Path(scratch, 'project'), Path(scratch, 'sources')
        project.mkdir()
        shutil.copytree(MADE / language, sources)
        run = install(project, sources, versions_of(APIS))
        (life,) = (ROOT / 'scripts/ci/languages' / language).iterdir()
        programs = {'life': (life.name, life.read_text(), 'lived')}
        for api in APIS:
            programs[f'example of {api}'] = (example_file(language), example_of(language, api), 'example')
        for told, (name, text, expected) in programs.items():
            # Each in a folder of its own, as their names are alike.
            program = project / told.replace(' ', '-') / name
            program.parent.mkdir()
            program.write_text(text)
            printed = run(program, environment)
            if expected not in printed:
                raise AssertionError(f'the {told} printed: {printed}')
        tokens.clear()
        run(program, {**environment, 'WICKR_ENDPOINT': environment['LATER_URL'], 'AWS_SESSION_TOKEN': SESSION_TOKEN})
        if tokens != [SESSION_TOKEN] * 2:
            raise AssertionError(f'the example of wickr sent the session tokens {tokens}')
        try:
            run(program, {**environment, 'WICKR_ENDPOINT': environment['MOVED_URL']})
        except AssertionError as error:
            if '307' not in str(error):
                raise
        else:
            raise AssertionError('the example of wickr does not say that it was answered by a redirect')
        if stolen:
            raise AssertionError(f'a client followed a redirect to another host, which got {stolen}')
        opened, closed = sessions(log())
        # The life logs on anew after the server ended its session.
        if (opened, closed) != (3, 3):
            raise AssertionError(f'{opened} log-ons and {closed} log-offs; expected 3 of each:\n{log()}')
        # A wrong password is sent once, though two calls needed it.
        wrong = len(re.findall(r'/Logon\b.* 401\b', log()))
        if wrong != 1:
            raise AssertionError(f'a wrong password was sent {wrong} times')
        return [
            f'{language}: built, and installed into an empty project',
            f'{language}: a whole life on both mocks, and with a later server',
            f'{language}: the examples of its READMEs run as written, with keys of a role too',
            f'{language}: no other host gets a token, a password or a signed request by a redirect',
            f'{language}: each session is logged off ({opened}), and a wrong password is sent once',
        ]


def judged(language: str) -> bool:
    try:
        print('\n'.join(judge(language)), flush=True)
        return True
    except Exception as error:
        print(f'{language}: FAILED: {error}', flush=True)
        return False


if __name__ == '__main__':
    with ThreadPoolExecutor(2) as pool:
        sys.exit(0 if all(list(pool.map(judged, sys.argv[1:] or LANGUAGES))) else 1)
