import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessTable, type Contract } from '@oidc-admin/contract';
import { typescriptFile } from './provenance.ts';
import type { Specification } from './specification.ts';

/** The sources of a package, by their names below `src/generated` without `.ts`. `from` says where another source is. */
type Sources = Readonly<Record<string, (from: (name: string) => string) => string>>;

/**
 * What a client and a mock are made of where nothing about an API is special. A file of the same name in `src` takes the
 * place of one; where the package's entry is the generated one, that hands on what is in `src`.
 */
export async function packageSources(
  root: string,
  { api, file, contract }: Pick<Specification, 'api' | 'file' | 'contract'>,
): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const [folder, sources] of [
    [`packages/${api}-client`, clientSources(api, contract)],
    [`packages/${api}-mock`, mockSources(api)],
  ] as const) {
    const place = join(root, folder);
    // A specification may be tried out before it has packages.
    if (!existsSync(join(place, 'package.json'))) continue;
    const manifest = readFileSync(join(place, 'package.json'), 'utf8');
    const isOwn = (name: string): boolean => existsSync(join(place, 'src', `${name}.ts`));
    for (const [name, source] of Object.entries(sources)) {
      // Only the two that are generated read it.
      if (name === 'access' && isOwn('commandLine') && isOwn('testing')) continue;
      const up = '../'.repeat(name.split('/').length);
      const here = up.slice(3);
      const from = (other: string): string =>
        isOwn(other) ? `${up}${other}.ts` : `${here || './'}${other}.ts`;
      if (!isOwn(name))
        files.set(`${folder}/src/generated/${name}.ts`, await typescriptFile(file, source(from)));
      else if (manifest.includes(`./src/generated/${name}.ts`))
        files.set(
          `${folder}/src/generated/${name}.ts`,
          await typescriptFile(file, `export * from '${from(name)}';`),
        );
    }
  }
  return files;
}

/** The path of the module with the command line of an API, by hand or generated; undefined where its client is not there. */
export function commandLineOf(root: string, api: string): string | undefined {
  const source = join(root, 'packages', `${api}-client`, 'src');
  return ['commandLine.ts', 'generated/commandLine.ts']
    .map((name) => join(source, name))
    .find((path) => existsSync(path));
}

function clientSources(api: string, contract: Contract): Sources {
  const name = pascalCase(api);
  return {
    index: (from) => `
      export { AbortedError, ClientError, ConfigurationError, ConnectionError, DocumentedError, InputError, TimeoutError, UnexpectedResponseError } from '@oidc-admin/client';
      export type { CallOptions, ClientOptions, Fetch, RequestEvent, RetryOptions, TraceContext, UnexpectedReason } from '@oidc-admin/client';
      export { create${name}Client } from '${from(`create${name}Client`)}';
      export type { ${name}Client, ${name}ClientOptions } from '${from(`create${name}Client`)}';
      export { errors } from '${from('errors')}';
      export type { ${name}DocumentedError, ${name}Error } from '${from('errors')}';
      export type * from './inputs.ts';
      export type * from './types.ts';
    `,
    errors: () => `
      import { type DocumentedErrorOf, type ErrorClasses, errorClasses, type UndocumentedError } from '@oidc-admin/client';
      import { table } from './operations.ts';
      import type { operations } from './types.ts';

      /** One class per error that the specification documents, by its name there. */
      export const errors = errorClasses(table) as unknown as ErrorClasses<typeof table, operations>;

      /** A documented error, discriminated by \`code\`. */
      export type ${name}DocumentedError = DocumentedErrorOf<typeof table, operations>;

      /** Everything that a call may throw, discriminated by \`code\`. */
      export type ${name}Error = ${name}DocumentedError | UndocumentedError;
    `,
    [`create${name}Client`]: (from) => `
      import { createStandardClient, type StandardClient, type StandardClientOptions } from '@oidc-admin/client';
      import { errors } from '${from('errors')}';
      import type { inputs } from './inputs.ts';
      import { table } from './operations.ts';
      import type { operations, paths } from './types.ts';

      /** Where the server is and who calls it. */
      export type ${name}ClientOptions = StandardClientOptions;

      /** One method per operation. */
      export type ${name}Client = StandardClient<paths, operations, inputs>;

      /** Makes a client. A wrong configuration throws here. */
      export function create${name}Client(options: ${name}ClientOptions): ${name}Client {
        return createStandardClient<paths, operations>(
          { table, classes: errors, schemas: async () => (await import('./responseSchemas.ts')).responseSchemas },
          options,
        );
      }
    `,
    access: () => `
      import type { AccessTable } from '@oidc-admin/client';

      export const access: AccessTable = ${JSON.stringify(accessTable(contract))};
    `,
    commandLine: (from) => `
      import { type CommandLine, standardCommandLine } from '@oidc-admin/client';
      import { access } from './access.ts';
      import { commands } from './commands.ts';
      import { table } from './operations.ts';

      /** How commands reach the server. */
      export const commandLine: CommandLine = standardCommandLine({
        commands,
        access,
        table,
        responseSchemas: async () => (await import('./responseSchemas.ts')).responseSchemas,
        load: async () => (await import('${from(`create${name}Client`)}')).create${name}Client,
      });
    `,
    testing: () => `
      import { standardAccess } from '@oidc-admin/client';
      import { access as table } from './access.ts';

      /** How testers sign in, rightly and in every wrong way. */
      export const access = standardAccess(table);
    `,
  };
}

function mockSources(api: string): Sources {
  const name = pascalCase(api);
  return {
    index: (from) => `
      export { create${name}Mock } from '${from(`create${name}Mock`)}';
      export type { FaultInfo, FaultList, Mock, MockExchange, MockOptions, RunningMock, StateJson } from '@oidc-admin/mock';
    `,
    [`create${name}Mock`]: () => `
      import { createStandardMock, type Mock, type MockOptions } from '@oidc-admin/mock';
      import document from '@oidc-admin/${api}-spec/document.json' with { type: 'json' };

      /** Makes a server that remembers, with made-up credentials and parents. */
      export function create${name}Mock(options: MockOptions = {}): Mock {
        return createStandardMock(document, options);
      }
    `,
    [`faults/${camelCase(api)}Faults`]: () => `
      import type { Contract, Fault } from '@oidc-admin/mock';
      import { realisticFaults } from '@oidc-admin/mock/faults';

      /** Every fault of this mock, for its option \`faults\`: those that any API can have. */
      export function ${camelCase(api)}Faults(contract: Contract): readonly Fault[] {
        return realisticFaults(contract);
      }
    `,
    [`${camelCase(api)}Settings`]: () => `
      import type { MockSetting } from '@oidc-admin/mock/settings';

      /** The options that only this mock has, for a command line and an environment: none. */
      export const ${camelCase(api)}Settings: readonly MockSetting[] = [];
    `,
  };
}

/** The name of an API at the beginning of a type: `MyApi` of `my-api`. */
export function pascalCase(api: string): string {
  return api.replaceAll(/(?:^|-)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
}

/** The name of an API at the beginning of a value: `myApi` of `my-api`. */
export function camelCase(api: string): string {
  return pascalCase(api).replace(/^./, (first) => first.toLowerCase());
}
