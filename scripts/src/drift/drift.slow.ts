import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copyTree } from '../testing/copyTree.ts';

const types = 'packages/pvwa-client/src/generated/types.ts';

function drift(root: string, ...args: string[]): { status: number | null; stderr: string } {
  return spawnSync(process.execPath, [join(root, 'scripts/src/drift.ts'), ...args], {
    encoding: 'utf8',
  });
}

function commit(root: string): void {
  for (const args of [
    ['add', '--all'],
    ['commit', '--quiet', '--message', 'change'],
  ]) {
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@localhost', ...args], {
      cwd: root,
      stdio: 'ignore',
    });
  }
}

test('an edited, a stale and a missing file each fail, committed or not, and the command to run is named', () => {
  using copy = copyTree();
  const { root } = copy;
  expect(drift(root)).toMatchObject({ status: 0 });
  const good = readFileSync(join(root, types), 'utf8');
  const stale = join(root, 'apps/conformance/src/generated/goneOperation.ts');
  const changes: readonly (readonly [string, () => void, () => void])[] = [
    [
      `differs from what the specification generates: ${types}\n`,
      () => appendFileSync(join(root, types), '// by hand\n'),
      () => writeFileSync(join(root, types), good),
    ],
    ['goneOperation.ts (no longer generated)', () => writeFileSync(stale, ''), () => rmSync(stale)],
    [
      `${types} (missing)`,
      () => rmSync(join(root, types)),
      () => writeFileSync(join(root, types), good),
    ],
  ];
  for (const [message, change, undo] of changes) {
    change();
    for (const { committed, flags } of [
      { committed: false, flags: ['--generated-only'] },
      { committed: true, flags: [] },
    ]) {
      if (committed) commit(root);
      const { status, stderr } = drift(root, ...flags);
      expect({ status, committed, message }).toEqual({ status: 1, committed, message });
      expect(stderr).toContain(message);
      expect(stderr).toContain('pnpm@12 generate');
    }
    undo();
    commit(root);
  }
  expect(drift(root)).toMatchObject({ status: 0 });
}, 120_000);

test('any line of git status fails, except where only generated files are asked about', () => {
  using copy = copyTree();
  const { root } = copy;
  const file = join(root, 'notes.txt');
  writeFileSync(file, 'not committed');
  const { status, stderr } = drift(root);
  expect(status).toBe(1);
  expect(stderr).toContain('not committed: notes.txt\nCommit it');
  expect(stderr).not.toContain('generate`');
  expect(drift(root, '--generated-only')).toMatchObject({ status: 0 });
  expect(existsSync(file)).toBe(true);
}, 60_000);
