import { join } from 'node:path';
import { requireChangesets } from './specDiff/requireChangesets.ts';
import { SpecDiffError, runOasdiff } from './specDiff/runOasdiff.ts';
import { specDiff } from './specDiff/specDiff.ts';

/*
 * pnpm spec:diff [REV]
 *
 * Prints what the specifications mean now that they did not mean in a revision (HEAD where left out): what breaks callers, what
 * only adds, and what is documentation; and the methods, flags and clauses that came and went. Needs Go.
 * `--require-changesets` compares with the last version, and exits with 1 where what breaks callers has no changeset.
 */
const [revision = 'HEAD'] = process.argv.slice(2);
const root = join(import.meta.dirname, '../..');
try {
  const lines =
    revision === '--require-changesets'
      ? requireChangesets(root, runOasdiff)
      : specDiff(root, revision, runOasdiff);
  for (const line of lines) console.log(line);
} catch (error) {
  if (!(error instanceof SpecDiffError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
