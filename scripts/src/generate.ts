import { join } from 'node:path';
import { generate } from './generate/generate.ts';
import { SpecificationError } from './generate/specificationError.ts';

/*
 * node scripts/src/generate.ts [client|document|conformance|mock-server|cli|cli-reference] [api]
 *
 * Writes everything that is generated, or one part of it. Exits with 1, and writes nothing, where a specification has
 * a mistake.
 */
const [name, api] = process.argv.slice(2);
try {
  const written = await generate(join(import.meta.dirname, '../..'), { name, api });
  for (const { path, kind } of written)
    console.log(`${kind === 'stale' ? 'removed' : 'wrote'} ${path}`);
} catch (error) {
  if (!(error instanceof Error)) throw error;
  console.error(error instanceof SpecificationError ? error.message : error.stack);
  process.exitCode = 1;
}
