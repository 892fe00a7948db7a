import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { apisOf, readSpecifications } from '../generate/specification.ts';
import { SpecificationError } from '../generate/specificationError.ts';
import { buildClients } from './buildClients.ts';
import { builtFolder, wantedClients } from './wantedClients.ts';

/*
 * node scripts/src/generateClients/main.ts language… api…
 *
 * What turbo runs for `pnpm generate:clients`: makes the clients in the folder that turbo remembers.
 */
const root = join(import.meta.dirname, '../../..');
const target = join(root, builtFolder);
try {
  const { languages, apis } = wantedClients(process.argv.slice(2), apisOf(root));
  rmSync(target, { recursive: true, force: true });
  await buildClients(root, await readSpecifications(root, apis), languages, target);
} catch (error) {
  if (!(error instanceof Error)) throw error;
  console.error(error instanceof SpecificationError ? error.message : `error: ${error.message}`);
  process.exitCode = 1;
}
