"""The packages as they would be published, and each Node that they promise."""

import os
import platform
import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TARBALLS = ROOT / 'tarballs'
# What `engines` of each package says: the oldest Node of each line that is maintained.
ENGINES, OLDEST_NODES = '^22.19.0 || ^24.0.0', ['22.19.0', '24.0.0']


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None, fails: bool = False) -> str:
    """What a command prints on standard output; with `fails`, on both, whatever its exit code."""
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, capture_output=True, text=True, timeout=240, check=False,
        stdin=subprocess.DEVNULL, env={**os.environ, 'NO_COLOR': '1', **(env or {})},
    )
    if done.returncode != 0 and not fails:
        raise RuntimeError(f'{" ".join(map(str, command))}\n{done.stdout}\n{done.stderr}')
    return done.stdout + done.stderr if fails else done.stdout


def npm_install(folder: Path, *packages: str | Path, env: dict[str, str] | None = None) -> str:
    """Installs into a project of its own, and answers what npm warns of."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / 'package.json').exists():
        (folder / 'package.json').write_text('{"name": "empty", "private": true, "type": "module"}')
    said = run('npm', 'install', '--no-audit', '--no-fund', *packages, cwd=folder, env=env, fails=True)
    if not (folder / 'node_modules').exists() or 'npm error' in said:
        raise RuntimeError(said)
    return '\n'.join(line for line in said.splitlines() if 'warn' in line.lower())


@cache
def packed() -> dict[str, Path]:
    """The tarball of each package by its name without the scope; packs all anew where one of their files is younger."""
    command = ('git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard')
    files = run(*command, 'packages', 'apps', 'specs', 'pnpm-lock.yaml', 'tsconfig.base.json', cwd=ROOT).split('\0')
    youngest = max((ROOT / name).stat().st_mtime for name in files if name and (ROOT / name).is_file())
    found = sorted(TARBALLS.glob('*.tgz'))
    if not found or min(tarball.stat().st_mtime for tarball in found) < youngest:
        run('npx', '-y', 'pnpm@12', 'pack:all', cwd=ROOT)
        found = sorted(TARBALLS.glob('*.tgz'))
    return {re.sub(r'^oidc-admin-|-\d+\.\d+\.\d+\.tgz$', '', tarball.name): tarball for tarball in found}


def promised_nodes(folder: Path) -> dict[str, Path]:
    """The folder of the program `node` by version: the oldest ones that `engines` names, and the one of the workspace."""
    machine = {'x86_64': 'x64', 'aarch64': 'arm64'}[platform.machine()]
    nodes = {}
    for version in OLDEST_NODES:
        project = folder / f'node-{version}'
        npm_install(project, f'node-linux-{machine}@{version}')
        nodes[version] = project / f'node_modules/node-linux-{machine}/bin'
    own = run('node', '-p', 'process.versions.node + " " + process.execPath', cwd=ROOT).split()
    nodes[own[0]] = Path(own[1]).parent
    return nodes


def on_node(folder: Path) -> dict[str, str]:
    """The environment in which `node` is the one of a folder."""
    return {'PATH': f'{folder}{os.pathsep}{os.environ["PATH"]}'}
