import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { apisOf, readSpecifications } from '../generate/specification.ts';
import { SpecificationError } from '../generate/specificationError.ts';
import { buildClients } from './buildClients.ts';
import { builtFolder, wantedClients } from './wantedClients.ts';

/*
 * node scripts/src/generateClients/main.ts [--into FOLDER] [language…] [api…]
 *
 * What turbo runs for `pnpm generate:clients`: makes the clients in the folder that turbo remembers, or in another one.
 */
const root = join(import.meta.dirname, '../../..');
const { values, positionals } = parseArgs({
  options: { into: { type: 'string', default: join(root, builtFolder) } },
  allowPositionals: true,
});
try {
  const { languages, apis } = wantedClients(positionals, apisOf(root));
  rmSync(values.into, { recursive: true, force: true });
  await buildClients(root, await readSpecifications(root, apis), languages, values.into);
} catch (error) {
  if (!(error instanceof Error)) throw error;
  console.error(error instanceof SpecificationError ? error.message : `error: ${error.message}`);
  process.exitCode = 1;
}
