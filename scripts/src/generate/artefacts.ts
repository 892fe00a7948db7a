import { editorSchema } from '@oidc-admin/contract';
import { apiList, type ListedEntry } from './apiList.ts';
import { clientFiles } from './clientFiles.ts';
import { clientTypes } from './clientTypes.ts';
import { document } from './document.ts';
import { extensionPageFile } from './extensionPage.ts';
import { packageSources } from './packageSources.ts';
import { plainFile } from './plainDocument.ts';
import { jsonFile } from './provenance.ts';
import type { Specification } from './specification.ts';

/** Files by their path below the root, with slashes. */
export type Files = ReadonlyMap<string, string>;

/** What editors read: the first line of each specification names it. */
export const editorSchemaFile = 'specs/openapi.schema.json';

const forConformance: readonly ListedEntry[] = ['createMock', 'faults', 'document', 'access'];

/** Where a list of the APIs is, and what it has of each. */
const lists: Readonly<Record<string, readonly ListedEntry[]>> = {
  'apps/cli/src/generated': ['operations', 'load'],
  'apps/mock/src/generated': ['createMock', 'faults', 'settings', 'access', 'commandLine'],
  'apps/conformance/src/generated': forConformance,
  'packages/conformance/src/testing/generated': forConformance,
};

/** The folders of an API that are generated whole: what is in one of them and is not made anew is removed. */
export function placesOfApi(api: string): string[] {
  return [
    `specs/${api}/generated`,
    `packages/${api}-client/src/generated`,
    `packages/${api}-mock/src/generated`,
  ];
}

/** The same of what is made of all APIs together. */
export const sharedPlaces: readonly string[] = [
  ...Object.keys(lists),
  editorSchemaFile,
  'docs/cli.md',
  extensionPageFile,
];

/** What editors read to complete the keys of a specification. */
export async function editorFiles(): Promise<Files> {
  return new Map([[editorSchemaFile, await jsonFile(editorSchema())]]);
}

/** The documents, the tables of the clients, and the sources that no package has by hand. */
export async function tables(
  root: string,
  specifications: readonly Specification[],
): Promise<Files> {
  const files = new Map<string, string>();
  for (const specification of specifications) {
    const { api } = specification;
    for (const [path, text] of await packageSources(root, specification)) files.set(path, text);
    files.set(`specs/${api}/generated/document.json`, await document(specification));
    files.set(`specs/${api}/generated/openapi.json`, await plainFile(specification));
    for (const [name, text] of Object.entries(await clientFiles(specification)))
      files.set(`packages/${api}-client/src/generated/${name}`, text);
  }
  return files;
}

/** The lists of APIs. They name the commands of each client, which are made of its tables. */
export async function apiLists(
  root: string,
  specifications: readonly Specification[],
): Promise<Files> {
  const files = new Map<string, string>();
  for (const [folder, entries] of Object.entries(lists))
    files.set(`${folder}/apis.ts`, await apiList(root, specifications, entries));
  return files;
}

/** The types of every client. Apart from the rest, as they take longest. */
export async function types(specifications: readonly Specification[]): Promise<Files> {
  const files = new Map<string, string>();
  for (const specification of specifications)
    files.set(
      `packages/${specification.api}-client/src/generated/types.ts`,
      await clientTypes(specification),
    );
  return files;
}
