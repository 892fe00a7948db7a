"""Installs the generated clients of APIs into an empty project, by the tool of each language."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from running_mock import ROOT

MADE = ROOT / 'generated-clients'
CACHE = ROOT / 'node_modules/.cache'
# Users get what is newest; a run gets the same next year. Of npm that is what there was on a day.
PINS = ' '.join(str(ROOT / f'scripts/ci/python/{name}.txt') for name in ('wire', 'build'))
DAY = '2026-11-26T00:00:00Z'
CLASS_PATH = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1'

Environment = dict[str, str]
# The APIs, with the version of their specification's package.
Versions = dict[str, str]
# Runs a program that lies in a project, and answers what it prints.
Run = Callable[[Path, Environment], str]


def call(folder: Path, *command: str | Path, env: Environment | None = None) -> str:
    ended = subprocess.run(
        command, cwd=folder, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=240
    )
    if ended.returncode != 0:
        raise AssertionError(f'{" ".join(map(str, command))} ended with {ended.returncode}:\n{ended.stdout[-3000:]}{ended.stderr[-3000:]}')
    return ended.stdout


def python(project: Path, sources: Path, versions: Versions) -> Run:
    call(project, sys.executable, '-m', 'venv', '.')
    pip = (project / 'bin/pip', '--quiet', '--disable-pip-version-check')
    # In the environment, as it is to hold for what builds a wheel too.
    pins = {'PIP_CONSTRAINT': PINS}
    call(project, *pip, 'wheel', '--no-deps', '--wheel-dir', 'wheels', *(sources / api for api in versions), env=pins)
    call(project, *pip, 'install', *sorted((project / 'wheels').iterdir()), env=pins)
    return lambda program, env: call(project, project / 'bin/python', '-W', 'error', program, env=env)


def maven(folder: Path, *words: str) -> None:
    # A repository of this tree: neither the user's own nor that of another tree has these jars.
    call(folder, 'mvn', '--quiet', '--batch-mode', f'-Dmaven.repo.local={CACHE / "maven"}', *words)


def java(project: Path, sources: Path, versions: Versions) -> Run:
    # What an earlier run left there has the same version.
    shutil.rmtree(CACHE / 'maven/oidc/admin', ignore_errors=True)
    modules = ''.join(f'<module>{api}</module>' for api in versions)
    head = '<project><modelVersion>4.0.0</modelVersion><groupId>try</groupId><artifactId>try</artifactId><version>1</version>'
    (sources / 'pom.xml').write_text(f'{head}<packaging>pom</packaging><modules>{modules}</modules></project>')
    maven(sources, 'install')
    needed = ''.join(
        f'<dependency><groupId>oidc.admin</groupId><artifactId>{api}-client</artifactId><version>{versions[api]}</version></dependency>'
        for api in versions
    )
    (project / 'pom.xml').write_text(f'{head}<dependencies>{needed}</dependencies></project>')
    path = project / 'path'
    maven(project, f'{CLASS_PATH}:build-classpath', f'-Dmdep.outputFile={path}')
    return lambda program, env: call(project, 'java', '-Dfile.encoding=UTF-8', '-XX:TieredStopAtLevel=1', '-cp', path.read_text(), program, env=env)


def go(project: Path, sources: Path, versions: Versions) -> Run:
    # A cache of this tree: neither the user's own nor that of another tree has these modules.
    cache = CACHE / 'go'
    proxies = call(project, 'go', 'env', 'GOPROXY').strip()
    # What an earlier run left there has the same version.
    for left in (cache / 'oidc.admin', cache / 'cache/download/oidc.admin'):
        shutil.rmtree(left, ignore_errors=True)
    require = []
    for api in versions:
        name, version = f'oidc.admin/clients/{api}', f'v{versions[api]}'
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
    call(project, 'go', 'get', *(f'oidc.admin/clients/{api}' for api in versions), env=env)

    def run(program: Path, variables: Environment) -> str:
        call(project, 'go', 'vet', program, env=env)
        return call(project, 'go', 'run', program, env={**env, **variables})

    return run


def typescript(project: Path, sources: Path, versions: Versions) -> Run:
    npm = ('npm', '--no-audit', '--no-fund', '--silent', f'--before={DAY}')
    tarballs = []
    for api in versions:
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
LANGUAGES: dict[str, tuple[Callable[[Path, Path, Versions], Run], str]] = {
    'python': (python, 'py'),
    'java': (java, 'java'),
    'go': (go, 'go'),
    'typescript-fetch': (typescript, 'ts'),
}


def versions_of(apis: Sequence[str]) -> Versions:
    return {api: json.loads((ROOT / f'specs/{api}/package.json').read_text())['version'] for api in apis}


def example_of(language: str, api: str) -> str:
    found = re.search(r'```\w+\n(.*?)```', (MADE / language / api / 'README.md').read_text(), re.DOTALL)
    if found is None:
        raise AssertionError(f'the README of the {language} client of {api} has no example')
    return found[1]


def example_file(language: str) -> str:
    """The name of a file with the example."""
    return 'Example.java' if language == 'java' else f'example.{LANGUAGES[language][1]}'
