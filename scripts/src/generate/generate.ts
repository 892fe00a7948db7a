import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  apiLists,
  editorFiles,
  type Files,
  placesOfApi,
  sharedPlaces,
  tables,
  types,
} from './artefacts.ts';
import { extensionPage } from './extensionPage.ts';
import { type FileDifference, differences, removeStale, writeFiles } from './output.ts';
import { provenance } from './provenance.ts';
import { apisOf, readSpecifications } from './specification.ts';

/** A part of what is generated: the packages of one API, or what is made of all APIs together. */
export type GeneratedPart = { readonly api: string } | 'shared';

/**
 * Writes everything that is generated, or only one part of it. A mistake in a specification leaves all files as they are. Answers
 * what was written or removed.
 */
export async function generate(root: string, part?: GeneratedPart): Promise<FileDifference[]> {
  const isShared = part === 'shared';
  const apis = part === undefined || isShared ? apisOf(root) : [part.api];
  // Loading it takes half a second, in which the lint, a program of its own, has work to do.
  const [specifications] = await Promise.all([
    readSpecifications(root, apis),
    isShared || import('openapi-typescript'),
  ]);
  const ofApis = (
    step: (all: typeof specifications) => Promise<Files>,
  ): readonly Promise<Files>[] => (isShared ? [] : [step(specifications)]);
  const ofAll = (step: () => Promise<Files>): readonly Promise<Files>[] =>
    part === undefined || isShared ? [step()] : [];
  const files = new Map<string, string>();
  const written: FileDifference[] = [];
  // Each step reads what the one before wrote; the types and the reference are made beside each other.
  for (const step of [
    () => ofApis((all) => tables(root, all)),
    () => ofAll(() => apiLists(root, specifications)),
    () => [
      ...ofApis(types),
      ...ofAll(editorFiles),
      ...ofAll(() => cliReference(root)),
      ...ofAll(() => extensionPage(root, specifications)),
    ],
  ]) {
    const made = await besideEachOther(...step());
    written.push(...writeFiles(root, made));
    for (const [path, text] of made) files.set(path, text);
  }
  const places = [
    ...(isShared ? [] : apis.flatMap(placesOfApi)),
    ...(part === undefined || isShared ? sharedPlaces : []),
  ];
  return [...written, ...removeStale(root, places, files)];
}

/** What {@link generate} would write or remove. Writes nothing. */
export async function outdated(root: string): Promise<FileDifference[]> {
  const apis = apisOf(root);
  const specifications = await readSpecifications(root, apis);
  const files = await besideEachOther(
    tables(root, specifications),
    apiLists(root, specifications),
    types(specifications),
    editorFiles(),
    cliReference(root),
    extensionPage(root, specifications),
  );
  return differences(root, [...apis.flatMap(placesOfApi), ...sharedPlaces], files);
}

async function besideEachOther(...making: readonly Promise<Files>[]): Promise<Files> {
  return new Map((await Promise.all(making)).flatMap((files) => [...files]));
}

/** `docs/cli.md`: what the command line's own help says, so that both cannot differ. */
async function cliReference(root: string): Promise<Files> {
  const program = join(root, 'apps/cli/src/printReference.ts');
  if (!existsSync(program)) return new Map();
  const { stdout } = await promisify(execFile)(process.execPath, [program], {
    // Seconds for 1,000 operations, and many more of them on a busy machine.
    timeout: 300_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  const origin = provenance('the help of apps/cli and specs/*/openapi.yaml');
  return new Map([['docs/cli.md', `<!-- ${origin} -->\n${stdout}`]]);
}
