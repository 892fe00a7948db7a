import { join } from 'node:path';
import { apisOf, readSpecifications } from './generate/specification.ts';
import { SpecificationError } from './generate/specificationError.ts';
import { generateClient } from './generateClients/generateClient.ts';

/*
 * pnpm generate:clients <language> [api]
 *
 * Writes a client of each API in another language below generated-clients/, which git ignores. The languages are the
 * names of openapi-generator's generators: python, java, go and many more.
 */
const root = join(import.meta.dirname, '../..');
const [language, ...apis] = process.argv.slice(2);
try {
  if (language === undefined) throw new Error('Usage: pnpm generate:clients <language> [api]');
  const known = apisOf(root);
  const unknown = apis.find((api) => !known.includes(api));
  if (unknown !== undefined) {
    throw new Error(`There is no API '${unknown}'; there are: ${known.join(', ')}`);
  }
  const specifications = await readSpecifications(root, apis.length === 0 ? known : apis);
  for (const specification of specifications) {
    const folder = await generateClient(root, specification, language);
    console.log(`wrote ${folder}`);
  }
} catch (error) {
  if (!(error instanceof Error)) throw error;
  console.error(error instanceof SpecificationError ? error.message : `error: ${error.message}`);
  process.exitCode = 1;
}
