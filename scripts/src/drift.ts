import { join } from 'node:path';
import { drift } from './drift/drift.ts';
import { SpecificationError } from './generate/specificationError.ts';

/*
 * node scripts/src/drift.ts [--generated-only]
 *
 * Fails where a generated file differs from what the specifications generate, and where anything is not committed.
 * With --generated-only, work that is not committed is no failure.
 */
const tree = !process.argv.slice(2).includes('--generated-only');
try {
  const { generated, uncommitted } = await drift(join(import.meta.dirname, '../..'), { tree });
  if (generated.length > 0) {
    const next = tree ? ', then commit what it changes' : '';
    console.error(`${generated.join('\n')}\nRun \`npx -y pnpm@12 generate\`${next}.`);
  }
  if (uncommitted.length > 0) {
    console.error(`${uncommitted.join('\n')}\nCommit it, or undo it.`);
  }
  if (generated.length + uncommitted.length > 0) {
    process.exitCode = 1;
  } else {
    console.log('Everything that is generated is as the specifications say.');
  }
} catch (error) {
  if (!(error instanceof Error)) throw error;
  console.error(error instanceof SpecificationError ? error.message : error.stack);
  process.exitCode = 1;
}
