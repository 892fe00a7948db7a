"""The published packages as their users get them: packed, linted, installed by npm, compiled and called."""

import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from functools import cache
from pathlib import Path

from claims import expect, run_claims
from running_mock import ROOT, running_mock

PACKAGES = ['contract', 'client', 'pvwa-client', 'wickr-client']
COMPILERS = ['5.5.4', '5.6.3', '5.7.3', '5.8.3', '5.9.3', '6.0.3', '7.0.2']
# The oldest Node that `engines` promises, and its own types.
ENGINES, OLDEST_NODE, NODE_TYPES = '^22.19.0 || ^24.0.0', '22.19.0', '22.19.21'
PUBLINT, ATTW = '0.3.25', '0.18.5'

scratch = Path(tempfile.mkdtemp(prefix='packages-'))
tarballs: list[Path] = []
consumer = scratch / 'consumer'
linters = scratch / 'linters'
oldest = scratch / 'oldest'


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, capture_output=True, text=True, timeout=240, check=False,
        stdin=subprocess.DEVNULL, env={**os.environ, 'NO_COLOR': '1', **(env or {})},
    )
    if done.returncode != 0:
        raise RuntimeError(f'{" ".join(map(str, command))}\n{done.stdout}\n{done.stderr}')
    return done.stdout


def npm_install(folder: Path, *packages: str | Path) -> None:
    folder.mkdir(exist_ok=True)
    if not (folder / 'package.json').exists():
        (folder / 'package.json').write_text('{"name": "empty", "private": true, "type": "module"}')
    run('npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', *packages, cwd=folder)


def packing() -> str:
    """every tarball holds built files, a README and the licence, and nothing else"""
    for name in PACKAGES:
        run('npx', '-y', 'pnpm@12', 'pack', '--pack-destination', scratch, cwd=ROOT / 'packages' / name)
    tarballs.extend(sorted(scratch.glob('*.tgz')))
    expect(len(tarballs), len(PACKAGES), 'the number of tarballs')
    count = 0
    for tarball in tarballs:
        with tarfile.open(tarball) as archive:
            names = [member.name.removeprefix('package/') for member in archive.getmembers()]
            manifest = json.load(archive.extractfile('package/package.json'))
        others = [name for name in names if not re.fullmatch(r'dist/[\w./-]+\.(js|d\.ts|schema\.json)', name)]
        expect(sorted(others), ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'], f'{tarball.name}: what is not built')
        expect([name for name in names if re.search(r'\.test\.|fixtures', name)], [], f'{tarball.name}: tests')
        kept = [value for value in manifest['dependencies'].values() if not re.fullmatch(r'\d+\.\d+\.\d+', value)]
        expect(kept, [], f'{tarball.name}: dependencies that are not pinned')
        count += len(names)
    return f'{count} files in {len(tarballs)} tarballs'


def linting() -> str:
    """publint and attw find nothing"""
    npm_install(linters, f'publint@{PUBLINT}', f'@arethetypeswrong/cli@{ATTW}')
    for tarball in tarballs:
        said = run('npx', 'publint', 'run', tarball, '--strict', cwd=linters)
        expect('All good!' in said, True, f'publint says of {tarball.name}: {said}')
        run('npx', 'attw', tarball, '--profile', 'esm-only', cwd=linters)
    return ''


def installing() -> str:
    """npm installs them into an empty project"""
    npm_install(consumer, *tarballs)
    return f'{len(json.loads(run("npm", "ls", "--json", cwd=consumer))["dependencies"])} of ours'


def examples() -> dict[str, str]:
    """The first example of each client's README."""
    found = {}
    for name in ('pvwa-client', 'wickr-client'):
        text = (consumer / 'node_modules/@oidc-admin' / name / 'README.md').read_text()
        found[f'{name}.ts'] = re.search(r'```ts\n(.*?)```', text, re.S).group(1)
    return found


def compiling() -> str:
    """use.mts and the examples of the READMEs compile with every TypeScript from 5.5 to 7, declarations checked too"""
    npm_install(consumer, f'@types/node@{NODE_TYPES}', *(f'typescript-{version}@npm:typescript@{version}' for version in COMPILERS))
    sources = {'use.mts': (ROOT / 'scripts/ci/consumer/use.mts').read_text(), **examples()}
    for name, text in sources.items():
        (consumer / name).write_text(text)
    for version in COMPILERS:
        for module, resolution in (('nodenext', 'nodenext'), ('esnext', 'bundler')):
            run(
                'node', f'node_modules/typescript-{version}/bin/tsc', '--noEmit', '--strict', '--skipLibCheck', 'false',
                '--target', 'es2022', '--lib', 'es2022,esnext.disposable', '--types', 'node',
                '--module', module, '--moduleResolution', resolution, *sources, cwd=consumer,
            )
    return ', '.join(COMPILERS)


def promised(version: str) -> bool:
    """Whether `engines` of the packages names this version of Node, such as v24.1.0."""
    parts = [[int(part) for part in text.removeprefix('v').split('.')] for text in (version, OLDEST_NODE)]
    return parts[0] >= parts[1]


@cache
def nodes() -> list[str]:
    """The oldest Node that is promised, and every other one on the PATH that is, one of each version."""
    npm_install(oldest, f'node@{OLDEST_NODE}')
    found: dict[str, str] = {}
    for folder in (oldest / 'node_modules/node/bin', *map(Path, os.environ['PATH'].split(os.pathsep))):
        node = folder / 'node'
        if node.is_file() and os.access(node, os.X_OK):
            found.setdefault(run(node, '--version', cwd=scratch).strip(), str(node))
    expect(f'v{OLDEST_NODE}' in found, True, f'Node {OLDEST_NODE} is there')
    return [node for version, node in found.items() if promised(version)]


def calling() -> str:
    """they call both mocks, on the oldest Node that `engines` names and on every later one that is here"""
    for name in PACKAGES:
        manifest = json.loads((ROOT / 'packages' / name / 'package.json').read_text())
        expect(manifest['engines']['node'], ENGINES, f'{name}: engines')
    program = consumer / 'call.mjs'
    program.write_text((ROOT / 'scripts/ci/consumer/call.mjs').read_text())
    with (
        running_mock('pvwa', {'PVWA_USERNAME', 'PVWA_PASSWORD'}) as pvwa,
        running_mock('wickr', {'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'}) as wickr,
    ):
        env = {**pvwa.environment, **wickr.environment, 'PVWA_URL': pvwa.url, 'WICKR_URL': wickr.url}
        return ', '.join(run(node, program, cwd=consumer, env=env).strip() for node in nodes())


def commanding() -> str:
    """the packed command line calls a mock on the same versions of Node"""
    cli, dist = ROOT / 'apps/cli', scratch / 'cli'
    run(cli / 'node_modules/.bin/rolldown', '--config', 'rolldown.config.ts', '--dir', dist, cwd=cli)
    manifest = json.loads((dist / 'package.json').read_text())
    expect(manifest['engines']['node'], ENGINES, 'the command line: engines')
    with running_mock('pvwa', {'PVWA_USERNAME', 'PVWA_PASSWORD'}) as pvwa:
        env = {**pvwa.environment, 'PVWA_URL': pvwa.url}
        words = (dist / 'main.js', 'pvwa', 'list-providers')
        for node in nodes():
            expect('Providers' in json.loads(run(node, *words, cwd=scratch, env=env)), True, f'{node}: list-providers')
    return 'main.js'


if __name__ == '__main__':
    sys.exit(run_claims('packages', [packing, linting, installing, compiling, calling, commanding]))
