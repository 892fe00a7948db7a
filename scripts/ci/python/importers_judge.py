"""Other people's importers on the plain copies of the specifications: what each says against one, and the page that names it."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

from bruno_life import bruno_life
from claims import expect, run_claims
from postman_life import VARIABLES, postman_life
from running_mock import ROOT, running_mock
from session_token import session_token

PINS = ROOT / 'scripts/ci/importers'
PAGE = ROOT / 'docs/importers.md'
# Where npm has installed its packages. What they make stands beside these, so that it can import them.
INSTALLED = Path(sys.argv[1])
APIS = sorted(path.parent.name for path in ROOT.glob('specs/*/openapi.yaml'))
COLOURS = re.compile(r'\x1b\[[0-9;]*m')


def plain_copy(api: str) -> Path:
    return ROOT / f'specs/{api}/generated/openapi.json'


def run(command: Sequence[str | Path], cwd: Path, env: dict[str, str] | None = None) -> tuple[int, str]:
    """Runs a program to its end. Answers its exit code, and all that it printed."""
    done = subprocess.run(
        [*map(str, command)],
        cwd=cwd,
        env={**os.environ, 'NO_COLOR': '1', 'CI': 'true', 'DO_NOT_TRACK': '1', **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=150,
    )
    return done.returncode, COLOURS.sub('', done.stdout.decode(errors='replace'))


def program(name: str) -> Path:
    return INSTALLED / 'node_modules/.bin' / name


def refusals(code: int, output: str) -> set[str]:
    """What a program that failed says first, beside its log, and beside what Go downloads on a fresh machine."""
    logged = re.compile(r'(INFO|WARN)\b|go: downloading ')
    lines = [line.strip() for line in output.splitlines() if line.strip() and not logged.match(line)]
    return set(lines[:1] or [f'exit code {code}']) if code else set()


def swagger_parser(api: str, scratch: Path) -> set[str]:
    # It validates in place, by the schema of OpenAPI that it carries.
    code = "import Parser from '@apidevtools/swagger-parser'; await Parser.validate(process.argv[1]).catch((error) => {"
    code += ' console.log(error.message); process.exitCode = 1; });'
    failed, output = run(['node', '--input-type=module', '--eval', code, plain_copy(api)], INSTALLED)
    return {line.strip() for line in output.splitlines() if line.startswith('  ')} or refusals(failed, output)


def spectral(api: str, scratch: Path) -> set[str]:
    code, output = run(
        [program('spectral'), 'lint', '--quiet', '--format', 'json', '--ruleset', PINS / 'spectral.yaml', plain_copy(api)],
        scratch,
    )
    found = json.loads(output[output.index('[') : output.rindex(']') + 1])
    return {f'{one["code"]}: {one["message"]}' for one in found} or refusals(code, output)


def typed(made: Path) -> set[str]:
    """What TypeScript says against what was made."""
    sources = sorted(made.rglob('*.ts'))
    expect(bool(sources), True, f'{made} has TypeScript in it')
    (made / 'tsconfig.json').write_text(
        json.dumps({'extends': str(PINS / 'tsconfig.json'), 'files': [str(source) for source in sources]})
    )
    return refusals(*run([ROOT / 'node_modules/.bin/tsc', '--project', made], made))


def hey_api(api: str, scratch: Path) -> set[str]:
    command = [program('openapi-ts'), '--input', plain_copy(api), '--output', scratch, '--client', '@hey-api/client-fetch']
    return refusals(*run(command, INSTALLED)) or typed(scratch)


def orval(api: str, scratch: Path) -> set[str]:
    settings = {
        client: {'input': str(plain_copy(api)), 'output': {'target': str(scratch / f'{client}.ts'), 'client': client}}
        for client in ('fetch', 'zod')
    }
    (scratch / 'orval.config.mjs').write_text(f'export default {json.dumps(settings)};\n')
    code, output = run([program('orval'), '--config', scratch / 'orval.config.mjs'], scratch)
    return refusals(code, output) or typed(scratch)


def openapi_python_client(api: str, scratch: Path) -> set[str]:
    made = scratch / 'made'
    command = ['openapi-python-client', 'generate', '--path', plain_copy(api), '--output-path', made, '--meta', 'none']
    code, output = run([*command, '--fail-on-warning'], scratch)
    return refusals(code, output) or refusals(
        *run([sys.executable, '-W', 'error', '-m', 'compileall', '-q', '-f', made], scratch, {'PYTHONDONTWRITEBYTECODE': ''})
    )


def go_module(scratch: Path) -> None:
    for name in ('go.mod', 'go.sum'):
        (scratch / name).write_text((PINS / name).read_text())


def oapi_codegen(api: str, scratch: Path) -> set[str]:
    go_module(scratch)
    # Without the suffix, the type of a response to getOidcInfo has the name of its own schema.
    options = ['-generate', 'types,client', '-package', 'made', '-response-type-suffix', 'Answer', '-o', 'made.go']
    return refusals(*run(['go', 'tool', 'oapi-codegen', *options, plain_copy(api)], scratch)) or vetted(scratch)


def ogen(api: str, scratch: Path) -> set[str]:
    go_module(scratch)
    command = ['go', 'tool', 'ogen', '--target', scratch / 'made', '--package', 'made', plain_copy(api)]
    return refusals(*run(command, scratch)) or vetted(scratch)


def vetted(scratch: Path) -> set[str]:
    return refusals(*run(['go', 'vet', './...'], scratch))


def postman(api: str, scratch: Path) -> set[str]:
    """Postman's converter, and its runner from top to bottom against the mock: what is not answered as documented."""
    collection = scratch / 'collection.json'
    command = [program('openapi2postmanv2'), '-s', plain_copy(api), '-o', collection, '-O', 'parametersResolution=Example']
    found = refusals(*run(command, scratch))
    if found or left('openapi-to-postmanv2', api):
        return found
    return postman_life(api, json.loads(plain_copy(api).read_text()), collection, program('newman'))


def bruno(api: str, _: Path) -> set[str]:
    """Bruno's own import, and its runner in the same way. Elsewhere, as it finds nothing below a folder node_modules."""
    with tempfile.TemporaryDirectory() as folder:
        command = [program('bru'), 'import', 'openapi', '--source', plain_copy(api), '--output', folder]
        found = refusals(*run([*command, '--collection-name', 'made'], Path(folder)))
        if found or left('@usebruno/cli', api):
            return found
        return bruno_life(api, json.loads(plain_copy(api).read_text()), Path(folder, 'made'), program('bru'))


def specmatic(api: str, scratch: Path) -> set[str]:
    """Each example with a success, in the order in which Specmatic sends them to the mock: those that fail."""
    if left('specmatic', api):
        return set()
    flags = ['--wickr-signatures', 'trusted'] if api == 'wickr' else []
    with running_mock(api, set(), *flags) as mock:
        # It takes the value of a header that signs in from the variable of that name.
        token = session_token(mock.url, 'admin', 'Passw0rd!') if api == 'pvwa' else 'trusted'
        schemes = json.loads(plain_copy(api).read_text())['components']['securitySchemes']
        command = [program('specmatic'), 'test', '--filter', "STATUS<'300'", '--testBaseURL', mock.url, plain_copy(api)]
        _, output = run(command, scratch, dict.fromkeys(schemes, token))
    count = re.search(r'Tests run: (\d+), Successes: (\d+)', output)
    if count is None or not int(count[2]):
        return {f'no test passed: {output[-600:]}'}
    # The reason may differ: some ids are made by chance.
    return set(re.findall(r'"Scenario: (.*) (?:FAILED|ABORTED)"', output))


# These send requests to a mock: only where somebody has written how they sign in there. What they import is checked all the same.
SENDING = ('@usebruno/cli', 'openapi-to-postmanv2', 'specmatic')


def left(importer: str, api: str) -> bool:
    return importer in SENDING and api not in VARIABLES


IMPORTERS: dict[str, Callable[[str, Path], set[str]]] = {
    '@apidevtools/swagger-parser': swagger_parser,
    '@hey-api/openapi-ts': hey_api,
    '@stoplight/spectral-cli': spectral,
    '@usebruno/cli': bruno,
    'openapi-to-postmanv2': postman,
    'orval': orval,
    'specmatic': specmatic,
    'openapi-python-client': openapi_python_client,
    'github.com/oapi-codegen/oapi-codegen/v2': oapi_codegen,
    'github.com/ogen-go/ogen': ogen,
}


def pinned() -> dict[str, str]:
    """The version of each importer, from the files that pin them."""
    pins = dict(json.loads((PINS / 'package.json').read_text())['dependencies'])
    pins.update(re.findall(r'^([\w-]+)==(\S+)$', (ROOT / 'scripts/ci/python/importers.txt').read_text(), re.M))
    pins.update(re.findall(r'^\t(\S+) v(\S+)', (PINS / 'go.mod').read_text(), re.M))
    return {name: pins[name] for name in IMPORTERS}


def rows(page: str, columns: int) -> list[list[str]]:
    """The rows of the page's tables of so many columns, without their heads."""
    cells = [[cell.strip() for cell in line.strip('|').split(' | ')] for line in page.splitlines() if line.startswith('| `')]
    return [row for row in cells if len(row) == columns]


def main() -> int:
    page = PAGE.read_text()
    named = {row[0].strip('`'): row[1] for row in rows(page, 3)}
    faults: dict[tuple[str, str], set[str]] = {}
    for importer, api, words, _ in rows(page, 4):
        faults.setdefault((importer.strip('`'), api), set()).add(words.strip('`'))

    # In the cache, so that what is made finds the packages that it imports.
    with tempfile.TemporaryDirectory(dir=INSTALLED) as folder, ThreadPoolExecutor(3) as pool:
        def start(importer: str, api: str) -> Future[set[str]]:
            scratch = Path(tempfile.mkdtemp(dir=folder))
            return pool.submit(IMPORTERS[importer], api, scratch)

        # Specmatic takes longest, and mostly waits.
        order = sorted(IMPORTERS, key=lambda importer: importer != 'specmatic')
        found = {(importer, api): start(importer, api) for importer in order for api in APIS}

        def names_all() -> None:
            """docs/importers.md names each importer, with the version that is pinned"""
            expect(named, pinned(), 'what the page names')
            expect({one for one, _ in faults} - named.keys(), set(), 'faults of others')

        def takes(importer: str, api: str) -> str:
            expected = faults.get((importer, api), set())
            actual = found[importer, api].result(300)
            expect(sorted(actual - expected), [], f'what {importer} {named[importer]} says of {api}')
            expect(sorted(expected - actual), [], 'faults that the page names and that are gone')
            if left(importer, api):
                return 'LEFT: no request is sent to its mock, as nobody has written how to sign in there'
            return f'faults of its own: {len(actual)}' if actual else ''

        claims: list[Callable[[], str | None]] = [names_all]
        for importer in IMPORTERS:
            for api in APIS:
                claim = partial(takes, importer, api)
                claim.__doc__ = f'{importer} takes the plain copy of {api}'
                claims.append(claim)
        return run_claims('importers', claims)


sys.exit(main())
