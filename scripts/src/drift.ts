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
  const found = await drift(join(import.meta.dirname, '../..'), { tree });
  if (found.length > 0) {
    console.error(found.join('\n'));
    console.error(
      `\n${found.length} differences. Run \`npx -y pnpm@12 generate\`${tree ? ' and commit what it changes' : ''}.`,
    );
    process.exitCode = 1;
  } else {
    console.log('Everything that is generated is as the specifications say.');
  }
} catch (error) {
  if (!(error instanceof Error)) throw error;
  console.error(error instanceof SpecificationError ? error.message : error.stack);
  process.exitCode = 1;
}
