import { join } from 'node:path';
import { SpecDiffError, runOasdiff } from './specDiff/runOasdiff.ts';
import { specDiff } from './specDiff/specDiff.ts';

/*
 * pnpm spec:diff [REV]
 *
 * Prints what the specifications mean now that they did not mean in a revision (HEAD where left out): what breaks callers, what
 * only adds, and what is documentation; and the methods, flags and clauses that came and went. Needs Go.
 */
const [revision = 'HEAD'] = process.argv.slice(2);
try {
  for (const line of specDiff(join(import.meta.dirname, '../..'), revision, runOasdiff))
    console.log(line);
} catch (error) {
  if (!(error instanceof SpecDiffError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
