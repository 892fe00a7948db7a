import { join } from 'node:path';
import { generate } from './generate/generate.ts';
import { SpecificationError } from './generate/specificationError.ts';

/*
 * node scripts/src/generate.ts
 *
 * Writes everything that is generated. Exits with 1, and writes nothing, where a specification has a mistake.
 */
try {
  for (const { path, kind } of await generate(join(import.meta.dirname, '../..')))
    console.log(`${kind === 'stale' ? 'removed' : 'wrote'} ${path}`);
} catch (error) {
  if (!(error instanceof Error)) throw error;
  console.error(error instanceof SpecificationError ? error.message : error.stack);
  process.exitCode = 1;
}
