import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const original = join(import.meta.dirname, '../../..');

interface OwnTree extends Disposable {
  readonly root: string;
  /** Runs a command of pnpm in it; for 240 seconds at most. */
  run(
    this: void,
    ...args: readonly string[]
  ): { readonly status: number | null; readonly output: string };
}

/** The tree as it is, with packages of its own: to join an API installs. */
export function ownTree(): OwnTree {
  const root = mkdtempSync(join(tmpdir(), 'walk-'));
  const listed = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  for (const path of execFileSync('git', listed, { cwd: original, encoding: 'utf8' }).split('\0'))
    if (path !== '' && existsSync(join(original, path)))
      cpSync(join(original, path), join(root, path), { recursive: true });
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  execFileSync('git', ['add', '--all'], { cwd: root });
  return {
    root,
    run: (...args) => {
      const { status, stdout, stderr } = spawnSync('npx', ['-y', 'pnpm@12', ...args], {
        cwd: root,
        encoding: 'utf8',
        timeout: 240_000,
      });
      return { status, output: stdout + stderr };
    },
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}
