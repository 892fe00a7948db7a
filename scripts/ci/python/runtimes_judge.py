"""The packed clients on other runtimes than Node: Bun, Deno, and where Node's modules are missing."""

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from claims import run_claims
from packed import ROOT, npm_install, on_node, packed, promised_nodes, run
from running_mock import running_mock

BUN, DENO, ROLLDOWN = '1.4.5', '2.9.6', '1.2.19'
FILES = ROOT / 'scripts/ci/consumer'

scratch = Path(tempfile.mkdtemp(prefix='runtimes-'))
consumer = scratch / 'consumer'


def environment(stack: ExitStack) -> dict[str, str]:
    pvwa = stack.enter_context(running_mock('pvwa', {'PVWA_USERNAME', 'PVWA_PASSWORD'}))
    wickr = stack.enter_context(running_mock('wickr', {'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'}))
    return {**pvwa.environment, **wickr.environment, 'PVWA_URL': pvwa.url, 'WICKR_ENDPOINT': wickr.url}


def installing() -> str:
    """npm installs the clients into an empty project"""
    npm_install(consumer, *(packed()[name] for name in ('contract', 'client', 'pvwa-client', 'wickr-client')))
    for name in ('suite.mjs', 'call.mjs', 'worker.mjs'):
        (consumer / name).write_text((FILES / name).read_text())
    npm_install(scratch / 'tools', f'bun@{BUN}', f'deno@{DENO}', f'rolldown@{ROLLDOWN}')
    return ''


def calling() -> str:
    """they call both mocks on each promised Node, on Bun and on Deno"""
    tools = scratch / 'tools/node_modules/.bin'
    with ExitStack() as stack:
        env = environment(stack)
        commands = [(on_node(node), ('node', 'call.mjs')) for node in promised_nodes(scratch).values()]
        commands += [({}, (tools / 'bun', 'call.mjs')), ({}, (tools / 'deno', 'run', '--allow-all', 'call.mjs'))]
        return ', '.join(run(*command, cwd=consumer, env={**env, **more}).strip() for more, command in commands)


def bundling() -> str:
    """bundled for browsers they call both mocks where nothing of Node is there, as in a worker"""
    bundle = consumer / 'bundle.js'
    run(
        scratch / 'tools/node_modules/.bin/rolldown', 'suite.mjs', '--platform', 'browser', '--format', 'iife', '--name', 'bundle',
        '--minify', '--file', bundle, cwd=consumer,
    )
    with ExitStack() as stack:
        run('node', 'worker.mjs', bundle, cwd=consumer, env=environment(stack))
    return f'{bundle.stat().st_size // 1000} kB'


if __name__ == '__main__':
    sys.exit(run_claims('runtimes', [installing, calling, bundling]))
