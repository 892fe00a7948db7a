"""The packed conformance library in a project outside the workspace: installed by npm, run by vitest, compared."""

import json
import re
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from claims import expect, run_claims
from packed import ROOT, npm_install, packed, run
from running_mock import running_mock

PACKAGES = ['contract', 'model', 'client', 'conformance']
APIS = {
    'pvwa': {'PVWA_USERNAME', 'PVWA_PASSWORD', 'PVWA_AUDITOR_USERNAME', 'PVWA_AUDITOR_PASSWORD'},
    'wickr': {'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'WICKR_NETWORK_ID', 'WICKR_OTHER_NETWORK_ID'},
}
# What the production dependencies of the command took before it was a library, without our own packages: they held vitest
# and, by the mocks, Prism. Measured on 26 November 2026 by `npm install --ignore-scripts` of their names and versions.
MEGABYTES_BEFORE = 127
VITEST = re.search(r"^  vitest: (.+)$", (ROOT / 'pnpm-workspace.yaml').read_text(), re.M).group(1)

scratch = Path(tempfile.mkdtemp(prefix='conformance-package-'))
project = scratch / 'project'


def megabytes() -> int:
    return int(run('du', '-sm', 'node_modules', cwd=project).split()[0])


def installing() -> str:
    """npm installs them, and they bring at most a third of what the command brought before"""
    names = [*PACKAGES, *(f'{api}-{part}' for api in APIS for part in ('client', 'spec'))]
    npm_install(project, *(packed()[name] for name in names))
    size = megabytes()
    expect(size * 3 <= MEGABYTES_BEFORE, True, f'{size} MB being a third of {MEGABYTES_BEFORE} MB')
    npm_install(project, f'vitest@{VITEST}')
    return f'{size} MB, where there were {MEGABYTES_BEFORE}; {megabytes()} MB with the project\'s own vitest'


def by_vitest(api: str, env: dict[str, str]) -> dict[str, str]:
    output = scratch / f'{api}.json'
    run('npx', 'vitest', 'run', f'{api}.test.mjs', '--reporter=json', f'--outputFile={output}', cwd=project, env=env)
    results = json.loads(output.read_text())['testResults']
    return {test['title']: test['meta']['check']['status'] for file in results for test in file['assertionResults']}


def by_command(api: str, url: str, env: dict[str, str]) -> dict[str, str]:
    reports = scratch / f'reports-{api}'
    run(
        'node', 'apps/conformance/src/main.ts', api, '--target', url, '--disposable', '--seed', '1',
        '--report-dir', reports, cwd=ROOT, env=env,
    )
    report = json.loads((reports / 'report.json').read_text())
    return {check['id']: check['status'] for target in report['targets'] for check in target['checks']}


def agreeing() -> str:
    """vitest in that project and the command agree on every check at both mocks"""
    template = (ROOT / 'scripts/ci/consumer/conformance.mjs').read_text()
    counts = []
    for api, variables in APIS.items():
        (project / f'{api}.test.mjs').write_text(template.replace('API-', f'{api}-'))
        with ExitStack() as stack:
            first, second = (stack.enter_context(running_mock(api, variables)) for _ in range(2))
            plain = by_command(api, first.url, first.environment)
            expect(by_vitest(api, {**second.environment, 'API_URL': second.url}), plain, f'what vitest finds at {api}')
        counts.append(f'{len(plain)} checks of {api}')
    return ', '.join(counts)


def finding() -> str:
    """a server that breaks the contract fails, and the message names the clause"""
    with running_mock('wickr', APIS['wickr']) as mock:
        # Any other server answers nothing that the contract documents.
        env = {**mock.environment, 'API_URL': f'{mock.url}/nowhere'}
        said = run('npx', 'vitest', 'run', 'wickr.test.mjs', '--reporter=verbose', cwd=project, env=env, fails=True)
    named = re.search(r'wickr\.\S+ \((MUST|SHOULD), [a-z ]+: [A-Z]+-.+\): \S+', said)
    expect(named is not None, True, f'whether a clause is named in {said[-2000:]}')
    return named.group(0)


if __name__ == '__main__':
    sys.exit(run_claims('conformance package', [installing, agreeing, finding]))
