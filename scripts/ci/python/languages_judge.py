"""The clients in other languages: each is built, installed into an empty project and does a whole life on both mocks.

A life is a program in `scripts/ci/languages/<language>`. The example of each README is taken out of it and runs as written.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from running_mock import ROOT, running_mock

MADE = ROOT / 'generated-clients'
CACHE = ROOT / 'node_modules/.cache'
CLASS_PATH = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1'
APIS = ('pvwa', 'wickr')
VARIABLES = {
    'pvwa': {'PVWA_URL', 'PVWA_USERNAME', 'PVWA_PASSWORD'},
    'wickr': {'WICKR_ENDPOINT', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION', 'WICKR_NETWORK_ID'},
}
VERSIONS = {api: json.loads((ROOT / f'specs/{api}/package.json').read_text())['version'] for api in APIS}

# What keys of a role have beside them.
SESSION_TOKEN = 'token/of+a/role=='

Environment = dict[str, str]
# Runs a program that lies in a project, and answers what it prints.
Run = Callable[[Path, Environment], str]


def call(folder: Path, *command: str | Path, env: Environment | None = None) -> str:
    ended = subprocess.run(
        command, cwd=folder, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=240
    )
    if ended.returncode != 0:
        raise AssertionError(f'{" ".join(map(str, command))} ended with {ended.returncode}:\n{ended.stdout[-3000:]}{ended.stderr[-3000:]}')
    return ended.stdout


def python(project: Path, sources: Path) -> Run:
    call(project, sys.executable, '-m', 'venv', '.')
    pip = (project / 'bin/pip', '--quiet', '--disable-pip-version-check')
    call(project, *pip, 'wheel', '--no-deps', '--wheel-dir', 'wheels', *(sources / api for api in APIS))
    call(project, *pip, 'install', *sorted((project / 'wheels').iterdir()))
    return lambda program, env: call(project, project / 'bin/python', '-W', 'error', program, env=env)


def maven(folder: Path, *words: str) -> None:
    # A repository of this tree: neither the user's own nor that of another tree has these jars.
    call(folder, 'mvn', '--quiet', '--batch-mode', f'-Dmaven.repo.local={CACHE / "maven"}', *words)


def java(project: Path, sources: Path) -> Run:
    # What an earlier run left there has the same version.
    shutil.rmtree(CACHE / 'maven/oidc/admin', ignore_errors=True)
    modules = ''.join(f'<module>{api}</module>' for api in APIS)
    head = '<project><modelVersion>4.0.0</modelVersion><groupId>try</groupId><artifactId>try</artifactId><version>1</version>'
    (sources / 'pom.xml').write_text(f'{head}<packaging>pom</packaging><modules>{modules}</modules></project>')
    maven(sources, 'install')
    needed = ''.join(
        f'<dependency><groupId>oidc.admin</groupId><artifactId>{api}-client</artifactId><version>{VERSIONS[api]}</version></dependency>'
        for api in APIS
    )
    (project / 'pom.xml').write_text(f'{head}<dependencies>{needed}</dependencies></project>')
    path = project / 'path'
    maven(project, f'{CLASS_PATH}:build-classpath', f'-Dmdep.outputFile={path}')
    return lambda program, env: call(project, 'java', '-Dfile.encoding=UTF-8', '-XX:TieredStopAtLevel=1', '-cp', path.read_text(), program, env=env)


def go(project: Path, sources: Path) -> Run:
    # A cache of this tree: neither the user's own nor that of another tree has these modules.
    cache = CACHE / 'go'
    proxies = call(project, 'go', 'env', 'GOPROXY').strip()
    # What an earlier run left there has the same version.
    for left in (cache / 'oidc.admin', cache / 'cache/download/oidc.admin'):
        shutil.rmtree(left, ignore_errors=True)
    require = []
    for api in APIS:
        name, version = f'oidc.admin/clients/{api}', f'v{VERSIONS[api]}'
        place = sources / 'proxy' / name / '@v'
        place.mkdir(parents=True)
        (place / 'list').write_text(version)
        (place / f'{version}.info').write_text(json.dumps({'Version': version}))
        shutil.copy(sources / api / 'go.mod', place / f'{version}.mod')
        with zipfile.ZipFile(place / f'{version}.zip', 'w') as module:
            for file in sorted(path for path in (sources / api).rglob('*') if path.is_file()):
                module.write(file, f'{name}@{version}/{file.relative_to(sources / api)}')
        require.append(f'-require={name}@{version}')
    env = {'GOMODCACHE': str(cache), 'GOPROXY': f'file://{sources}/proxy,{proxies}', 'GONOSUMDB': 'oidc.admin/*', 'GOFLAGS': '-mod=mod -buildvcs=false -modcacherw'}
    call(project, 'go', 'mod', 'init', 'example.com/try', env=env)
    call(project, 'go', 'mod', 'edit', *require, env=env)
    call(project, 'go', 'get', *(f'oidc.admin/clients/{api}' for api in APIS), env=env)

    def run(program: Path, variables: Environment) -> str:
        call(project, 'go', 'vet', program, env=env)
        return call(project, 'go', 'run', program, env={**env, **variables})

    return run


def typescript(project: Path, sources: Path) -> Run:
    npm = ('npm', '--no-audit', '--no-fund', '--silent')
    tarballs = []
    for api in APIS:
        call(sources / api, *npm, 'install')
        call(sources / api, *npm, 'run', 'build')
        tarballs += [sources / api / name for name in call(sources / api, *npm, 'pack').split()]
    (project / 'package.json').write_text('{"type": "module"}')
    call(project, *npm, 'install', *tarballs, ROOT / 'node_modules/typescript', ROOT / 'node_modules/@types/node')
    options = {'target': 'es2024', 'lib': ['es2024', 'dom'], 'module': 'nodenext', 'strict': True, 'noEmit': True, 'skipLibCheck': True, 'types': ['node']}
    (project / 'tsconfig.json').write_text(json.dumps({'compilerOptions': options}))

    def run(program: Path, variables: Environment) -> str:
        call(project, ROOT / 'node_modules/.bin/tsc')
        return call(project, 'node', program, env=variables)

    return run


# How each language installs what was built, and the end of its programs' names.
LANGUAGES: dict[str, tuple[Callable[[Path, Path], Run], str]] = {
    'python': (python, 'py'),
    'java': (java, 'java'),
    'go': (go, 'go'),
    'typescript-fetch': (typescript, 'ts'),
}


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


def example_of(language: str, api: str) -> str:
    found = re.search(r'```\w+\n(.*?)```', (MADE / language / api / 'README.md').read_text(), re.DOTALL)
    if found is None:
        raise AssertionError(f'the README of the {language} client of {api} has no example')
    return found[1]


def sessions(log: str) -> tuple[int, int]:
    """How many log-ons and log-offs were answered well."""
    opened = len(re.findall(r'/Logon\b.* 200\b', log))
    return opened, len(re.findall(r'/Logoff\b.* 200\b', log))


def judge(language: str) -> list[str]:
    """What holds of a language; raises where something does not."""
    install, end = LANGUAGES[language]
    with tempfile.TemporaryDirectory() as scratch, servers() as (environment, log, tokens, stolen):
        project, sources = Path(scratch, 'project'), Path(scratch, 'sources')
        project.mkdir()
        shutil.copytree(MADE / language, sources)
        run = install(project, sources)
        (life,) = (ROOT / 'scripts/ci/languages' / language).iterdir()
        programs = {'life': (life.name, life.read_text(), 'lived')}
        for api in APIS:
            name = 'Example.java' if end == 'java' else f'example.{end}'
            programs[f'example of {api}'] = (name, example_of(language, api), 'example')
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
        if stolen:
            raise AssertionError(f'a session followed a redirect to another host, which got {stolen}')
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
            f'{language}: a session tells no other host its token or password',
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
