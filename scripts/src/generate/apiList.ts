import { pathToFileURL } from 'node:url';
import { commandTable } from '@oidc-admin/contract';
import { camelCase, commandLineOf, pascalCase } from './packageSources.ts';
import { typescriptFile } from './provenance.ts';
import type { Specification } from './specification.ts';

/** What an app loads of an API: the rest of the entry's name behind `@oidc-admin/<api>-`, and the export in it. */
const loaded = {
  createMock: (api: string) => ['mock', `create${pascalCase(api)}Mock`],
  faults: (api: string) => ['mock/faults', `${camelCase(api)}Faults`],
  settings: (api: string) => ['mock/settings', `${camelCase(api)}Settings`],
  createClient: (api: string) => ['client', `create${pascalCase(api)}Client`],
  commandLine: () => ['client/command-line', 'commandLine'],
  load: () => ['client/command-line', 'commandLine'],
  access: () => ['client/testing', 'access'],
  document: () => ['spec/document.json', 'default'],
} as const satisfies Readonly<Record<string, (api: string) => readonly [string, string]>>;

/** What the list of one app has for each API, beside its title. `operations` are the summaries of all commands. */
export type ListedEntry = keyof typeof loaded | 'operations';

/** `apis.ts` of an app: every API, and how to load what the app needs of it. */
export async function apiList(
  root: string,
  specifications: readonly Specification[],
  entries: readonly ListedEntry[],
): Promise<string> {
  const list = specifications.map(async (specification) => {
    const { api, contract } = specification;
    const lines = entries.map(async (entry) =>
      entry === 'operations'
        ? `operations: ${JSON.stringify(await summaries(root, specification))},\n`
        : `${entry}: ${loading(api, entry)},\n`,
    );
    const title = `title: ${JSON.stringify(contract.title)},\n`;
    return `${JSON.stringify(api)}: {\n${title}${(await Promise.all(lines)).join('')}},\n`;
  });
  return typescriptFile(
    'specs/*/openapi.yaml',
    `export const apis = {\n${(await Promise.all(list)).join('')}};\n`,
  );
}

function loading(api: string, entry: keyof typeof loaded): string {
  const [path, name] = loaded[entry](api);
  const module = `@oidc-admin/${api}-${path}`;
  // As unknown: the compiler would work out a type of thousands of lines.
  return path.endsWith('.json')
    ? `async (): Promise<unknown> => (await import('${module}', { with: { type: 'json' } })).${name}`
    : `async () => (await import('${module}')).${name}`;
}

interface Summary {
  readonly id: string;
  readonly summary: string;
}

/** By id; a client may have commands that are no operations of its API. */
async function summaries(
  root: string,
  { api, contract }: Specification,
): Promise<Readonly<Record<string, string>>> {
  const path = commandLineOf(root, api);
  const commands: Summary[] = [...commandTable(contract).operations];
  if (path !== undefined) {
    const { commandLine } = (await import(pathToFileURL(path).href)) as {
      readonly commandLine: { readonly compounds?: readonly Summary[] };
    };
    commands.push(...(commandLine.compounds ?? []));
  }
  return Object.fromEntries(commands.map(({ id, summary }) => [id, summary]));
}
