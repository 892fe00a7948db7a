"""The clients of APIs that have joined, whatever they sign in with: each package of each language is built, installed into an
empty project, and the example of its README runs as written.

`joined_clients_judge.py API…`. Against its mock, or, where requests are signed, against a server that looks at who signed: that
such a signature is right, the clients of the house show.
"""

import json
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urljoin

from claims import expect, run_claims
from installed_clients import LANGUAGES, MADE, Environment, example_file, example_of, versions_of
from running_mock import ROOT, running_mock

APIS = sys.argv[1:]
PREFIXES = {api: api.replace('-', '_').upper() for api in APIS}
SIGNED = re.compile(r'AWS4-HMAC-SHA256 Credential=one/\d{8}/here/shelves/aws4_request, ?SignedHeaders=\S+, ?Signature=[0-9a-f]{64}')


def kinds(api: str) -> set[str]:
    document = json.loads((ROOT / f'specs/{api}/generated/document.json').read_text())
    schemes = document['components']['securitySchemes'].values()
    return {scheme.get('x-credentials', {}).get('kind', scheme['type']) for scheme in schemes}


class Signed(BaseHTTPRequestHandler):
    """Answers an empty list to a request that these keys have signed."""

    def do_GET(self) -> None:
        is_right = SIGNED.fullmatch(self.headers.get('Authorization', '')) is not None
        data = b'[]' if is_right else b'{}'
        self.send_response(200 if is_right else 401)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def signed_server(prefix: str) -> Iterator[Environment]:
    server = ThreadingHTTPServer(('127.0.0.1', 0), Signed)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield {
            f'{prefix}_URL': f'http://127.0.0.1:{server.server_port}',
            f'{prefix}_ACCESS_KEY': 'one', f'{prefix}_SECRET_KEY': 'other', f'{prefix}_REGION': 'here', f'{prefix}_SERVICE': 'shelves',
        }
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def servers() -> Iterator[Environment]:
    """A server for each API; hands out the variables of all."""
    environment: Environment = {}
    with ExitStack() as stack:
        for api, prefix in PREFIXES.items():
            if 'signature' in kinds(api):
                environment.update(stack.enter_context(signed_server(prefix)))
                continue
            variables = {name for language in LANGUAGES for name in re.findall(rf'\b{prefix}_\w+', example_of(language, api))}
            mock = stack.enter_context(running_mock(api, variables))
            environment.update(mock.environment)
            # A mock tells the path only.
            environment[f'{prefix}_TOKEN_URL'] = urljoin(mock.url, mock.environment.get(f'{prefix}_TOKEN_URL', ''))
        yield environment


def judge(language: str, environment: Environment) -> str:
    install, _ = LANGUAGES[language]
    with tempfile.TemporaryDirectory() as scratch:
        project, sources = Path(scratch, 'project'), Path(scratch, 'sources')
        project.mkdir()
        for api in APIS:
            shutil.copytree(MADE / language / api, sources / api)
        run = install(project, sources, versions_of(APIS))
        for api in APIS:
            program = project / api / example_file(language)
            program.parent.mkdir()
            program.write_text(example_of(language, api))
            expect(run(program, environment).strip() != '', True, f'the example of {api} prints what it read')
    return f'{len(APIS)} APIs'


with servers() as running:
    claims = []
    for name in LANGUAGES:
        claim = partial(judge, name, running)
        claim.__doc__ = f'{name}: each package is built and installed, and the example of its README runs'
        claims.append(claim)
    sys.exit(run_claims('joined clients', claims))
