import { cliApis, conformanceApis, mockServerApis } from './apiLists.ts';
import { cliReference } from './cliReference.ts';
import { document } from './document.ts';
import { operations } from './operations.ts';
import { responseSchemas } from './responseSchemas.ts';
import type { Specification } from './specification.ts';
import { types } from './types.ts';

/** What one package gets from the specifications. Paths are below the root, with slashes. */
export interface Artefact {
  /** How the command line of `generate.ts` names it. */
  readonly name: string;
  /** The API whose package it is; none where it is made from all of them. */
  readonly api?: string;
  /** Folders that hold nothing else, and files: what was there before and is not made anew is removed. */
  readonly owns: readonly string[];
  /** Made of what the artefacts of an earlier stage wrote; 0 where left out. */
  readonly stage?: 1 | 2;
  files(
    root: string,
    specifications: readonly Specification[],
  ): Promise<ReadonlyMap<string, string>>;
}

const inFolder = (
  folder: string,
  files: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> =>
  new Map(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));

const ofOne = (
  name: string,
  api: string,
  folder: string,
  files: (specification: Specification) => Promise<Record<string, string>>,
): Artefact => ({
  name,
  api,
  owns: [folder],
  files: async (_, specifications) => {
    const own = specifications.find((specification) => specification.api === api);
    if (own === undefined) throw new Error(`There is no specification of '${api}'`);
    return inFolder(folder, await files(own));
  },
});

/** The table of contents: everything that is generated, and where it goes. */
export const artefacts = (apis: readonly string[]): Artefact[] => [
  ...apis.map((api) =>
    ofOne('client', api, `packages/${api}-client/src/generated`, async (specification) => ({
      'types.ts': await types(specification),
      'operations.ts': operations(specification),
      'responseSchemas.ts': responseSchemas(specification),
    })),
  ),
  ...apis.map((api) =>
    ofOne('document', api, `specs/${api}/generated`, async (specification) => ({
      'document.json': document(specification),
    })),
  ),
  {
    name: 'conformance',
    owns: ['apps/conformance/src/generated', 'packages/conformance/src/testing/generated'],
    files: async (_, specifications) =>
      new Map(
        ['apps/conformance/src/generated', 'packages/conformance/src/testing/generated'].map(
          (folder) => [`${folder}/apis.ts`, conformanceApis(specifications)],
        ),
      ),
  },
  {
    name: 'mock-server',
    owns: ['apps/mock/src/generated'],
    files: async (_, specifications) =>
      inFolder('apps/mock/src/generated', { 'apis.ts': mockServerApis(specifications) }),
  },
  {
    name: 'cli',
    owns: ['apps/cli/src/generated'],
    stage: 1,
    files: async (root, specifications) =>
      inFolder('apps/cli/src/generated', { 'apis.ts': await cliApis(root, specifications) }),
  },
  {
    name: 'cli-reference',
    owns: ['docs/cli.md'],
    stage: 2,
    files: async (root) => new Map([['docs/cli.md', await cliReference(root)]]),
  },
];
