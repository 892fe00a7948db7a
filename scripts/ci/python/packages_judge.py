"""The packages as their users get them: packed, linted, installed by npm, compiled, called, and tested with."""

import json
import posixpath
import re
import shutil
import sys
import tarfile
import tempfile
from collections import Counter
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from claims import expect, run_claims
from packed import ENGINES, ROOT, npm_install, on_node, packed, promised_nodes, run
from running_mock import running_mock

COMPILERS = ['5.5.4', '5.6.3', '5.7.3', '5.8.3', '5.9.3', '6.0.3', '7.0.2']
# The types of the oldest Node that `engines` promises.
NODE_TYPES = '22.19.21'
PUBLINT, ATTW, JEST, VITEST = '0.3.25', '0.18.5', '30.5.2', '5.1.1'
COMMANDS = {'cli': 'oidc-admin', 'mock-server': 'oidc-admin-mock', 'conformance-cli': 'oidc-admin-conformance'}
EVERY_PACKAGE = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']
DEMO = {
    'pvwa': {'PVWA_USERNAME', 'PVWA_PASSWORD', 'PVWA_AUDITOR_USERNAME', 'PVWA_AUDITOR_PASSWORD'},
    'wickr': {'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'},
}
PAGE = ROOT / 'docs/packages.md'

HEAD = """<!-- Made by scripts/ci/python/packages_judge.py; renewed by `bash scripts/ci/35-packages.sh --write`. -->

# What is packed

`pnpm pack:all` packs every package into `tarballs/`, all under Apache-2.0. What npm installs with each was read off an installation: how
many packages of others, on all levels, and their licences. `.ci/run` compares the table with reality, sizes to a fifth.
[dependencies.md](dependencies.md) says why each package is needed, and what the command line and the mock have within their own files.

| package | tarball | packages of others | licences of these |
| --- | --- | --- | --- |
"""

scratch = Path(tempfile.mkdtemp(prefix='packages-'))
consumer = scratch / 'consumer'
linters = scratch / 'linters'


@cache
def nodes() -> dict[str, Path]:
    return promised_nodes(scratch)


def public_folders() -> dict[str, Path]:
    """The folder of each package that is not private, by its name without the scope."""
    manifests = [path for kind in ('packages', 'apps', 'specs') for path in (ROOT / kind).glob('*/package.json')]
    read = {path.parent: json.loads(path.read_text()) for path in manifests}
    return {m['name'].removeprefix('@oidc-admin/'): folder for folder, m in read.items() if not m.get('private')}


def dead_links(page: str, text: str, names: list[str]) -> list[str]:
    """The links of a packed page that lead to no file of the tarball."""
    prose = re.sub(r'(`+).+?\1', '', text, flags=re.DOTALL)
    targets = [target.split('#')[0] for target in re.findall(r'\]\(([^()\s]+)\)', prose) if not re.match(r'[a-z]+:|#', target)]
    return [target for target in targets if posixpath.normpath(posixpath.join(posixpath.dirname(page), target)) not in names]


def finding_dead_links() -> str:
    """a link out of the package is found, one within it or to the web is none, and neither is one in code"""
    names = ['README.md', 'dist/a.md', 'LICENSE']
    right = '[a](dist/a.md#b) [b](https://example.org) [c](#d) `[e](f.md)`\n```md\n[g](h.md)\n```\n'
    expect(dead_links('README.md', right, names), [], 'right links')
    expect(dead_links('README.md', '[a](../../docs/a.md) [b](b.md)', names), ['../../docs/a.md', 'b.md'], 'dead links')
    expect(dead_links('dist/a.md', '[a](../LICENSE) [b](LICENSE)', names), ['LICENSE'], 'links of a page in a folder')
    return ''


def packing() -> str:
    """one command packs every package: JavaScript with declarations, README, changelog and licence, no source and no test"""
    shutil.rmtree(ROOT / 'tarballs', ignore_errors=True)
    tarballs = packed()
    expect(sorted(tarballs), sorted(public_folders()), 'what was packed')
    count = 0
    for name, tarball in tarballs.items():
        with tarfile.open(tarball) as archive:
            names = [member.name.removeprefix('package/') for member in archive.getmembers()]
            manifest = json.load(archive.extractfile('package/package.json'))
            pages = {file: archive.extractfile(f'package/{file}').read().decode() for file in names if file.endswith('.md')}
        expect([file for file in EVERY_PACKAGE if file not in names], [], f'{name}: what it lacks')
        wrong = [file for file in names if re.search(r'(?<!\.d)\.[cm]?ts$|\.(test|slow)\.|fixtures|testing/|node_modules', file)]
        expect(wrong, [], f'{name}: what is no JavaScript, or a test')
        dead = [f'{page}: {link}' for page, text in pages.items() for link in dead_links(page, text, names)]
        expect(dead, [], f'{name}: links that lead to no file of the tarball')
        kept = [value for value in manifest.get('dependencies', {}).values() if not re.fullmatch(r'\d+\.\d+\.\d+', value)]
        expect(kept, [], f'{name}: dependencies that are not pinned')
        if not name.endswith('-spec'):
            expect(manifest['engines'], {'node': ENGINES}, f'{name}: engines')
        count += len(names)
    return f'{count} files in {len(tarballs)} tarballs'


def refusing() -> str:
    """pnpm pack at the root packs nothing, and names the command that does"""
    said = run('npx', '-y', 'pnpm@12', 'pack', '--pack-destination', scratch, cwd=ROOT, fails=True)
    expect('pnpm pack:all' in said, True, f'whether the command is named in {said}')
    expect(list(scratch.glob('*.tgz')), [], 'what was packed')
    return ''


def linting() -> str:
    """publint and attw find nothing"""
    npm_install(linters, f'publint@{PUBLINT}', f'@arethetypeswrong/cli@{ATTW}')
    for name, tarball in packed().items():
        said = run('npx', 'publint', 'run', tarball, '--strict', cwd=linters)
        expect('All good!' in said, True, f'publint says of {name}: {said}')
        if name not in COMMANDS and not name.endswith('-spec'):
            run('npx', 'attw', tarball, '--profile', 'esm-only', cwd=linters)
    return ''


def installing() -> str:
    """npm installs them into an empty project without a warning, on each promised Node"""
    for index, (version, node) in enumerate(nodes().items()):
        # Once is enough: npm warns of a wrong Node before it writes anything.
        dry = () if index == 0 else ('--dry-run', '--force')
        said = npm_install(consumer, *packed().values(), *dry, env=on_node(node))
        expect(re.sub(r'.*Recommended protections disabled.*', '', said), '', f'what npm warns of on Node {version}')
    return ', '.join(nodes())


def commanding() -> str:
    """the three commands run from the tarballs in an empty folder, on each promised Node"""
    for command in COMMANDS.values():
        said = {run(f'node_modules/.bin/{command}', '--help', cwd=consumer, env=on_node(node)) for node in nodes().values()}
        expect((len(said), 'pnpm' in ''.join(said)), (1, False), f'how many helps {command} has, and whether one says pnpm')
    for node in nodes().values():
        with running_mock('pvwa', DEMO['pvwa'], command=[str(consumer / 'node_modules/.bin/oidc-admin-mock')], env=on_node(node)) as mock:
            env = {**mock.environment, **on_node(node), 'PVWA_URL': mock.url}
            listed = run('node_modules/.bin/oidc-admin', 'pvwa', 'list-providers', cwd=consumer, env=env)
            expect('Providers' in json.loads(listed), True, f'{node}: list-providers')
    node, *_ = nodes().values()
    said = run('node_modules/.bin/oidc-admin-conformance', 'wickr', cwd=consumer, env=on_node(node))
    expect('CONFORMANT' in said, True, f'what oidc-admin-conformance says: {said}')
    return ', '.join(COMMANDS.values())


def measured() -> list[tuple[str, int, int, str]]:
    """Of each package: name, size of its tarball in kB, how many packages of others come with it, and their licences."""
    lock = json.loads((consumer / 'package-lock.json').read_text())['packages']

    def resolved(path: str, name: str) -> str:
        while True:
            found = f'{path}/node_modules/{name}'.removeprefix('/')
            if found in lock:
                return found
            path = path.rpartition('/node_modules/')[0] if '/node_modules/' in path else ''

    def reached(path: str, paths: set[str]) -> set[str]:
        for name in {**lock[path].get('dependencies', {}), **lock[path].get('optionalDependencies', {})}:
            if (found := resolved(path, name)) not in paths:
                paths.add(found)
                reached(found, paths)
        return paths

    rows = []
    for name, tarball in packed().items():
        others = {path for path in reached(f'node_modules/@oidc-admin/{name}', set()) if '@oidc-admin/' not in path}
        licences = Counter(lock[path]['license'] for path in others)
        text = ', '.join(f'{count} {licence}' for licence, count in sorted(licences.items()))
        rows.append((name, round(tarball.stat().st_size / 1000), len(others), text or '–'))
    return rows


def tabulating() -> str:
    """docs/packages.md tells the size of each tarball within a fifth, how many packages come with it, and their licences"""
    rows = measured()
    if '--write' in sys.argv:
        PAGE.write_text(HEAD + ''.join(f'| `@oidc-admin/{name}` | {size} kB | {count} | {text} |\n' for name, size, count, text in rows))
    told = re.findall(r'^\| `@oidc-admin/([\w-]+)` \| (\d+) kB \| (\d+) \| (.+) \|$', PAGE.read_text(), re.M)
    how = 'run scripts/ci/35-packages.sh --write'
    expect([(name, int(count), text) for name, _, count, text in told], [(n, c, t) for n, _, c, t in rows], f'docs/packages.md ({how})')
    for (name, size, *_), (_, stated, *_) in zip(rows, told, strict=True):
        expect(abs(size - int(stated)) <= max(10, size // 5), True, f'whether {name} has about {stated} kB, not {size} ({how})')
    return f'{len(rows)} packages'


def examples() -> dict[str, str]:
    """The first example of each README, and the one of the root for tests, by the name of a file."""
    found = {'mocked': re.search(r'\*\*Test your own code.*?```ts\n(.*?)```', (ROOT / 'README.md').read_text(), re.S).group(1)}
    for name in packed():
        example = re.search(r'```ts\n(.*?)```', (consumer / 'node_modules/@oidc-admin' / name / 'README.md').read_text(), re.S)
        if name not in COMMANDS:
            found[name] = example.group(1)
    return found


def compiling() -> str:
    """use.mts and the examples of the READMEs compile with every TypeScript from 5.5 to 7, declarations checked too"""
    npm_install(consumer, f'@types/node@{NODE_TYPES}', *(f'typescript-{version}@npm:typescript@{version}' for version in COMPILERS))
    # What the examples of the engines take from their reader: a document of an API, and how to sign in there.
    shutil.copy(consumer / 'node_modules/@oidc-admin/pvwa-spec/generated/document.json', consumer / 'openapi.json')
    (consumer / 'access.ts').write_text("export { access } from '@oidc-admin/pvwa-client/testing';\n")
    sources = {'use.mts': (ROOT / 'scripts/ci/consumer/use.mts').read_text()}
    sources |= {f'{name}.ts': text for name, text in examples().items()}
    for name, text in sources.items():
        (consumer / name).write_text(text)
    options = (
        '--strict', '--skipLibCheck', 'false', '--target', 'es2022', '--lib', 'es2022,esnext.disposable', '--types', 'node',
        '--resolveJsonModule', 'true', '--rootDir', '.',
    )
    for version in COMPILERS:
        compiler = ('node', f'node_modules/typescript-{version}/bin/tsc')
        bundled = [('esnext', 'bundler')] if version in (COMPILERS[0], COMPILERS[-1]) else []
        for module, resolution in [('nodenext', 'nodenext'), *bundled]:
            kind = ('--module', module, '--moduleResolution', resolution)
            run(*compiler, *options, *kind, '--noEmit', *sources, cwd=consumer)
    run(*compiler, *options, '--module', 'nodenext', '--outDir', 'compiled', *sources, cwd=consumer)
    return f'{", ".join(COMPILERS)}; {len(sources)} files'


def mocks(stack: ExitStack) -> dict[str, str]:
    """Both mocks of this workspace, as the variables that the examples read."""
    pvwa, wickr = (stack.enter_context(running_mock(api, variables)) for api, variables in DEMO.items())
    return {**pvwa.environment, **wickr.environment, 'PVWA_URL': pvwa.url, 'API_URL': pvwa.url, 'WICKR_ENDPOINT': wickr.url}


def exemplifying() -> str:
    """the example of every README runs from the tarballs, on the oldest promised Node"""
    node, *_ = nodes().values()
    with ExitStack() as stack:
        env = {**mocks(stack), **on_node(node)}
        for name in examples():
            run('node', f'compiled/{name}.js', cwd=consumer, env=env)
    return f'{len(examples())} examples'


def testing() -> str:
    """the example for tests against a mock runs in a project with vitest, node:test and jest"""
    npm_install(consumer, f'vitest@{VITEST}', f'jest@{JEST}')
    body = "('a mock', async () => { await import('./compiled/mocked.js'); });\n"
    (consumer / 'vitest.test.js').write_text(f"import {{ test }} from 'vitest';\ntest{body}")
    (consumer / 'node.test.js').write_text(f"import {{ test }} from 'node:test';\ntest{body}")
    (consumer / 'jest.test.js').write_text(f'test{body}')
    for command in (
        ('npx', 'vitest', 'run', 'vitest.test.js'),
        ('node', '--test', 'node.test.js'),
        ('node', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js', 'jest.test.js'),
    ):
        said = run(*command, cwd=consumer, fails=True)
        expect(bool(re.search(r'http://127\.0\.0\.1:\d+/PasswordVault', said)), True, f'whether the example ran in {said}')
        expect(bool(re.search(r'1 passed|pass 1\b', said)), True, f'whether the test passed in {said}')
    return f'vitest {VITEST}, jest {JEST}'


if __name__ == '__main__':
    claims = [finding_dead_links, packing, refusing, linting, installing, tabulating, commanding, compiling, exemplifying, testing]
    sys.exit(run_claims('packages', claims))
