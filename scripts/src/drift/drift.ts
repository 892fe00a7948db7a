import { execFileSync } from 'node:child_process';
import { outdated } from '../generate/generate.ts';

const reasons = {
  missing: ' (missing)',
  edited: '',
  stale: ' (no longer generated)',
} as const;

/** Both lists, one line for each file. */
interface Drift {
  /** What `pnpm generate` puts right. */
  readonly generated: readonly string[];
  /** What a commit puts right. */
  readonly uncommitted: readonly string[];
}

/**
 * Compares all generated files with what the specifications would generate, in memory: an edit that is not committed
 * counts as one that is. With `tree`, each line of `git status` counts too, so that what was compared is what is
 * committed. Writes nothing.
 */
export async function drift(root: string, { tree }: { readonly tree: boolean }): Promise<Drift> {
  const generated = (await outdated(root)).map(
    ({ path, kind }) => `differs from what the specification generates: ${path}${reasons[kind]}`,
  );
  if (!tree) return { generated, uncommitted: [] };
  const status = execFileSync(
    'git',
    ['-c', 'core.quotePath=false', 'status', '--porcelain', '--untracked-files=all'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  const uncommitted = status
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `not committed: ${line.slice(3)}`);
  return { generated, uncommitted };
}
