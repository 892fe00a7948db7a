import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownTree } from '../testing/ownTree.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/describe-an-api.md'), 'utf8');

/** The commands of the page, in its order. */
const commands = [...page.matchAll(/^```sh\n([^`]*)^```$/gm)]
  .flatMap(([, block = '']) => block.trim().split('\n'))
  .map((line) => line.split(' '));

test('the walk on the page leads from an empty file to a green run, and back', () => {
  using tree = ownTree();
  const { root, run } = tree;
  const changed = (): string =>
    execFileSync('git', ['status', '--porcelain', '--untracked-files=all'], {
      cwd: root,
      encoding: 'utf8',
    })
      .split('\n')
      .filter((line) => /^(?:.M|\?\?|.D)/.test(line))
      .join('\n');
  expect(run('install', '--prefer-offline')).toMatchObject({ status: 0 });
  const [, file = '', text = ''] = /^```yaml file=(\S+)\n([^`]*)^```$/m.exec(page) ?? [];
  writeFileSync(join(root, file), text);
  const before = changed();

  // What `pnpm generate:clients` would have made.
  const client = join(root, 'generated-clients/go/crates');
  mkdirSync(client, { recursive: true });

  const outputs = new Map<string, string>();
  const changes = new Map<string, string>();
  for (const [program, ...args] of commands) {
    expect(program).toBe('pnpm');
    const { status, output } = run(...args);
    expect({ args, status, output }).toMatchObject({ args, status: 0 });
    outputs.set(args.join(' '), output);
    changes.set(args.join(' '), changed());
  }
  expect(changes.get('new-api crates --from crates.yaml --dry-run')).toBe(before);
  const written = changes.get('generate') ?? '';
  expect(written).toContain('packages/crates-client/src/generated/');
  expect(
    written.split('\n').filter((line) => /crates-[^/]*\/src\/(?!generated\/)/.test(line)),
  ).toEqual([]);
  expect(outputs.get('new-api crates --from crates.yaml --dry-run')).toContain('crate: ');
  expect(outputs.get('conformance crates')).toMatch(/^CONFORMANT/m);
  expect(outputs.get('oidc-admin crates --help')).toContain('add-crate');
  // What is printed at the end is where the copy is.
  expect(outputs.get('remove-api crates')).toMatch(/copy/);
  expect(changed()).toBe(before);
  expect(existsSync(client)).toBe(false);
}, 600_000);
