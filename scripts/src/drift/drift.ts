import { execFileSync } from 'node:child_process';
import { outdated } from '../generate/generate.ts';

const reasons = {
  missing: 'is missing',
  edited: 'is not what the specifications say',
  stale: 'is no longer generated',
} as const;

/**
 * Compares all generated files with what the specifications would generate, in memory: an edit that is not committed
 * counts as one that is. With `tree`, each line of `git status` counts too, so that what was compared is what is
 * committed. Answers one line for each difference; writes nothing.
 */
export const drift = async (
  root: string,
  { tree }: { readonly tree: boolean },
): Promise<string[]> => {
  const generated = (await outdated(root)).map(({ path, kind }) => `${path} ${reasons[kind]}`);
  if (!tree) return generated;
  const status = execFileSync('git', ['status', '--porcelain', '--untracked-files=all'], {
    cwd: root,
    encoding: 'utf8',
  });
  const uncommitted = status
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `git status: ${line}`);
  return [...generated, ...uncommitted];
};
