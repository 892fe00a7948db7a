import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { apiLists, type Files, generatedPlaces, tables, types } from './artefacts.ts';
import { extensionPage } from './extensionPage.ts';
import { type FileDifference, differences, removeStale, writeFiles } from './output.ts';
import { provenance } from './provenance.ts';
import { apisOf, readSpecifications } from './specification.ts';

/**
 * Writes everything that is generated. A mistake in a specification leaves all files as they are. Answers what was
 * written or removed.
 */
export async function generate(root: string): Promise<FileDifference[]> {
  const apis = apisOf(root);
  // Loading it takes half a second, in which the lint, a program of its own, has work to do.
  const [specifications] = await Promise.all([
    readSpecifications(root, apis),
    import('openapi-typescript'),
  ]);
  const files = new Map<string, string>();
  const written: FileDifference[] = [];
  // Each step reads what the one before wrote; the types and the reference are made beside each other.
  for (const step of [
    () => [tables(root, specifications)],
    () => [apiLists(root, specifications)],
    () => [types(specifications), cliReference(root), extensionPage(root, specifications)],
  ]) {
    const made = await besideEachOther(...step());
    written.push(...writeFiles(root, made));
    for (const [path, text] of made) files.set(path, text);
  }
  return [...written, ...removeStale(root, generatedPlaces(apis), files)];
}

/** What {@link generate} would write or remove. Writes nothing. */
export async function outdated(root: string): Promise<FileDifference[]> {
  const apis = apisOf(root);
  const specifications = await readSpecifications(root, apis);
  const files = await besideEachOther(
    tables(root, specifications),
    apiLists(root, specifications),
    types(specifications),
    cliReference(root),
    extensionPage(root, specifications),
  );
  return differences(root, generatedPlaces(apis), files);
}

async function besideEachOther(...making: readonly Promise<Files>[]): Promise<Files> {
  return new Map((await Promise.all(making)).flatMap((files) => [...files]));
}

/** `docs/cli.md`: what the command line's own help says, so that both cannot differ. */
async function cliReference(root: string): Promise<Files> {
  const program = join(root, 'apps/cli/src/printReference.ts');
  if (!existsSync(program)) return new Map();
  const { stdout } = await promisify(execFile)(process.execPath, [program], {
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  const origin = provenance('the help of apps/cli and specs/*/openapi.yaml');
  return new Map([['docs/cli.md', `<!-- ${origin} -->\n${stdout}`]]);
}
