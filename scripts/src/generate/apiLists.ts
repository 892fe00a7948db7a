import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { typescriptHeader } from './header.ts';
import type { Specification } from './specification.ts';
import { toolVersion } from './toolVersion.ts';

const header = (): string =>
  typescriptHeader({ tool: toolVersion(), source: 'specs/*/openapi.yaml' });

const pascalCase = (api: string): string =>
  api.replaceAll(/(?:^|-)([a-z0-9])/g, (_, first: string) => first.toUpperCase());

const camelCase = (api: string): string =>
  pascalCase(api).replace(/^./, (first) => first.toLowerCase());

const quoted = (text: string): string => JSON.stringify(text);

interface Summary {
  readonly id: string;
  readonly summary: string;
}

/** The commands of a client that are no operations of its API. */
const compoundsOf = async (root: string, api: string): Promise<readonly Summary[]> => {
  const path = join(root, 'packages', `${api}-client`, 'src/commandLine.ts');
  if (!existsSync(path)) return [];
  const { commandLine } = (await import(pathToFileURL(path).href)) as {
    readonly commandLine: { readonly compounds?: readonly Summary[] };
  };
  return commandLine.compounds ?? [];
};

/** `apis.ts` of the command line: what its first help needs, and where to load the rest from. */
export const cliApis = async (
  root: string,
  specifications: readonly Specification[],
): Promise<string> => {
  const entries = specifications.map(async ({ api, contract }) => {
    const commands = [...contract.operations, ...(await compoundsOf(root, api))];
    const operations = commands.map(
      ({ id, summary }) => `      ${quoted(id)}: ${quoted(summary)},\n`,
    );
    return [
      `  ${quoted(api)}: {\n`,
      `    title: ${quoted(contract.title)},\n`,
      `    operations: {\n${operations.join('')}    },\n`,
      `    load: async () => (await import('@oidc-admin/${api}-client/command-line')).commandLine,\n`,
      `  },\n`,
    ].join('');
  });
  return `${header()}export const apis = {\n${(await Promise.all(entries)).join('')}};\n`;
};

/** `apis.ts` of the conformance checks: for each API its document, how testers sign in, and the mock. */
export const conformanceApis = (specifications: readonly Specification[]): string => {
  const entries = specifications.map(({ api, contract }) => {
    const name = pascalCase(api);
    return [
      `  ${quoted(api)}: {\n`,
      `    title: ${quoted(contract.title)},\n`,
      `    createMock: async () => (await import('@oidc-admin/${api}-mock')).create${name}Mock,\n`,
      `    faults: async () => (await import('@oidc-admin/${api}-mock/faults')).${camelCase(api)}Faults,\n`,
      `    document: async (): Promise<unknown> =>\n`,
      `      (await import('@oidc-admin/${api}-spec/document.json', { with: { type: 'json' } })).default,\n`,
      `    access: async () => (await import('@oidc-admin/${api}-client/testing')).access,\n`,
      `  },\n`,
    ].join('');
  });
  return `${header()}export const apis = {\n${entries.join('')}};\n`;
};

/** `apis.ts` of the mocks' server: every mock, and how its address is told. */
export const mockServerApis = (specifications: readonly Specification[]): string => {
  const entries = specifications.map(({ api, contract }) => {
    const name = pascalCase(api);
    return [
      `  ${quoted(api)}: {\n`,
      `    title: ${quoted(contract.title)},\n`,
      `    createMock: async () => (await import('@oidc-admin/${api}-mock')).create${name}Mock,\n`,
      `    faults: async () => (await import('@oidc-admin/${api}-mock/faults')).${camelCase(api)}Faults,\n`,
      `    commandLine: async () => (await import('@oidc-admin/${api}-client/command-line')).commandLine,\n`,
      `  },\n`,
    ].join('');
  });
  return `${header()}export const apis = {\n${entries.join('')}};\n`;
};
