import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { parseSync } from 'oxc-parser';
import type { WorkspacePackage } from './workspace.ts';

const scope = '@oidc-admin/';

/** What a bundler packs together with what it imports, so that nobody installs that: packages/mock/rolldown.config.ts. */
const bundled = 'packages/mock/src/prism/';

/** Which of our packages a folder's sources, and in addition its tests, may import. */
type Permission = { readonly sources: readonly string[]; readonly tests: readonly string[] };

/**
 * The table of imports: they go one way, from specifications over engines to apps.
 * A folder that is not in the table may import nothing of ours.
 */
export function permissions(apis: readonly string[]): ReadonlyMap<string, Permission> {
  const specs = apis.map((api) => `${api}-spec`);
  const clients = apis.map((api) => `${api}-client`);
  const mocks = apis.map((api) => `${api}-mock`);
  const table: [string, string[], string[]?][] = [
    ['scripts', [...specs, 'contract']],
    // Measures whatever is to be measured; nothing imports it.
    ['scripts/bench', [...specs, ...clients, ...mocks, 'model']],
    ['scripts/bundling', []],
    ['packages/contract', []],
    ['packages/model', ['contract']],
    ['packages/client', ['contract']],
    ['packages/doctor', ['client']],
    ['packages/mock', ['contract', 'model'], ['bundling']],
    // A client's tests use the mock of the same API as their fetch.
    ...apis.map((api): [string, string[], string[]] => [
      `packages/${api}-client`,
      ['client'],
      [`${api}-spec`, `${api}-mock`],
    ]),
    ...apis.map((api): [string, string[], string[]] => [
      `packages/${api}-mock`,
      ['client', 'mock', `${api}-spec`],
      [],
    ]),
    ['apps/cli', [...specs, ...clients, 'client', 'doctor'], [...mocks, 'bundling']],
    [
      'packages/conformance',
      ['client', 'contract', 'model'],
      [...specs, ...clients, ...mocks, 'reference-servers'],
    ],
    ['apps/conformance', [...specs, ...clients, ...mocks, 'client', 'conformance', 'contract']],
    ['apps/mock', [...specs, ...clients, ...mocks, 'client', 'conformance', 'contract', 'mock']],
    // What proves the product may look at all of it; nothing that ships imports it.
    ...['mutants', 'reference-servers', 'interop', 'hostile-servers'].map(
      (folder): [string, string[]] => [
        `tests/${folder}`,
        [
          ...specs,
          ...clients,
          ...mocks,
          'client',
          'conformance',
          'contract',
          'doctor',
          'mock',
          'model',
          'mutants',
          'reference-servers',
        ],
      ],
    ),
  ];
  const scoped = (names: readonly string[]): string[] => names.map((name) => scope + name);
  return new Map(
    table.map(([folder, sources, tests = []]) => [
      folder,
      { sources: scoped(sources), tests: scoped(tests) },
    ]),
  );
}

/** The names of the APIs: the folders below specs/. */
export function apiFolders(workspace: readonly WorkspacePackage[]): string[] {
  return workspace
    .filter(({ folder }) => folder.startsWith('specs/'))
    .map(({ folder }) => posix.basename(folder));
}

/** Lists the module specifiers that a TypeScript source imports or exports from; a computed one fails. */
export function importsOf(path: string, text: string): string[] {
  const { module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors.map((e) => e.message).join('; ')}`);
  const fromDynamic = module.dynamicImports.map(({ moduleRequest }) => {
    const literal = /^(['"`])([^$]*)\1$/s.exec(
      text.slice(moduleRequest.start, moduleRequest.end),
    )?.[2];
    return literal ?? '(computed)';
  });
  const fromExports = module.staticExports
    .flatMap(({ entries }) => entries)
    .flatMap(({ moduleRequest }) => (moduleRequest === null ? [] : [moduleRequest.value]));
  const fromImports = module.staticImports.map(({ moduleRequest }) => moduleRequest.value);
  return [...new Set([...fromImports, ...fromExports, ...fromDynamic])];
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function judgeImport(
  specifier: string,
  path: string,
  owner: WorkspacePackage,
  permission: Permission,
): string | undefined {
  // Tests, slow tests, tests in a browser, what only tests import, and what sets up a tool.
  const isTest = /\.(test|slow|browser|config)\.ts$|\/(test|testing|fixtures)\//.test(path);
  // One of the package's own files, chosen by its manifest.
  if (specifier === '(computed)' || specifier.startsWith('#')) return undefined;
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(path), specifier);
    return target.startsWith(`${owner.folder}/`) ? undefined : `leaves ${owner.folder}`;
  }
  if (isBuiltin(specifier)) {
    return specifier.startsWith('node:') ? undefined : `is written node:${specifier}`;
  }
  const name = packageOf(specifier);
  const allowed = [owner.name, ...permission.sources, ...(isTest ? permission.tests : [])];
  if (name.startsWith(scope) && !allowed.includes(name)) {
    return `is not allowed here; allowed: ${allowed.join(', ')}`;
  }
  const isForMaking = isTest || path.startsWith(bundled);
  const declared = [
    owner.name,
    ...owner.dependencies,
    ...(isForMaking ? owner.devDependencies : []),
  ];
  return declared.includes(name) ? undefined : `is not declared in ${owner.folder}/package.json`;
}

function judgeManifest(owner: WorkspacePackage, permission: Permission): string[] {
  const ours = (names: readonly string[]): string[] => names.filter((n) => n.startsWith(scope));
  const judge = (kind: string, names: readonly string[], allowed: readonly string[]): string[] =>
    ours(names)
      .filter((name) => !allowed.includes(name))
      .map((name) => `${owner.folder}/package.json: ${kind} ${name} is not allowed here`);
  return [
    ...judge('dependency', owner.dependencies, permission.sources),
    ...judge('devDependency', owner.devDependencies, [...permission.sources, ...permission.tests]),
  ];
}

/**
 * Compares every import and every dependency of the workspace with the table.
 * Answers one line for each breach: file, module, what would be right.
 */
export function importBreaches(
  workspace: readonly WorkspacePackage[],
  readSource: (path: string) => string,
): string[] {
  const table = permissions(apiFolders(workspace));
  return workspace.flatMap((owner) => {
    const permission = table.get(owner.folder) ?? { sources: [], tests: [] };
    const inSources = owner.sources.flatMap((path) =>
      importsOf(path, readSource(path)).flatMap((specifier) => {
        const breach = judgeImport(specifier, path, owner, permission);
        return breach === undefined ? [] : [`${path}: '${specifier}' ${breach}`];
      }),
    );
    return [...judgeManifest(owner, permission), ...inSources];
  });
}
