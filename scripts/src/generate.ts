import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { generate } from './generate/generate.ts';
import { SpecificationError } from './generate/specificationError.ts';

/*
 * node scripts/src/generate.ts [--api | --shared]
 *
 * Writes everything that is generated; with --api only the packages of the API in whose folder of specs it is called, with --shared
 * only what is made of all APIs together. `pnpm generate` does these two by turbo, which leaves out what would write the same again.
 * Exits with 1, and writes nothing, where a specification has a mistake.
 */
const { values } = parseArgs({
  options: { api: { type: 'boolean' }, shared: { type: 'boolean' } },
});
const ofApi = values.api === true ? { api: basename(process.cwd()) } : undefined;
try {
  for (const { path, kind } of await generate(
    join(import.meta.dirname, '../..'),
    values.shared === true ? 'shared' : ofApi,
  ))
    console.log(`${kind === 'stale' ? 'removed' : 'wrote'} ${path}`);
} catch (error) {
  if (!(error instanceof Error)) throw error;
  console.error(error instanceof SpecificationError ? error.message : error.stack);
  process.exitCode = 1;
}
