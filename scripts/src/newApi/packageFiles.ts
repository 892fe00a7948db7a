import { camelCase, pascalCase } from '../generate/packageSources.ts';

/** What the folders of an API hold beside its specification and what is generated, by path below the root. */
export function packageFiles(api: string, title: string): ReadonlyMap<string, string> {
  const client = `packages/${api}-client`;
  const mock = `packages/${api}-mock`;
  const tsconfig = { extends: '../../tsconfig.base.json', include: ['src'] };
  return new Map([
    [`specs/${api}/package.json`, json(specManifest(api, title))],
    [`specs/${api}/turbo.json`, json(generationTask(api))],
    [`specs/${api}/README.md`, specReadme(api, title)],
    [`${client}/package.json`, json(clientManifest(api, title))],
    [`${client}/README.md`, clientReadme(api, title)],
    [`${client}/tsconfig.json`, json(tsconfig)],
    [`${client}/tsconfig.build.json`, json(buildConfig(clientEntries))],
    [`${mock}/package.json`, json(mockManifest(api, title))],
    [`${mock}/README.md`, mockReadme(api, title)],
    [`${mock}/tsconfig.json`, json(tsconfig)],
    [`${mock}/tsconfig.build.json`, json(buildConfig(mockEntries(api)))],
  ]);
}

/** The packages that know every API, and what they need of each. */
export const users: Readonly<
  Record<string, Readonly<Record<'dependencies' | 'devDependencies', readonly string[]>>>
> = {
  'apps/cli': { dependencies: ['client'], devDependencies: ['mock'] },
  'apps/mock': { dependencies: ['client', 'mock'], devDependencies: [] },
  'apps/conformance': { dependencies: ['client', 'mock', 'spec'], devDependencies: [] },
  'packages/conformance': { dependencies: [], devDependencies: ['client', 'mock', 'spec'] },
};

/** The text of a manifest with the packages of an API, or without them. */
export function withApi(text: string, folder: string, api: string, isThere: boolean): string {
  const manifest = JSON.parse(text) as Record<string, Record<string, string>>;
  for (const [section, parts] of Object.entries(users[folder] ?? {})) {
    const entries = { ...manifest[section] };
    for (const part of parts) {
      const name = `@oidc-admin/${api}-${part}`;
      if (isThere) entries[name] = 'workspace:*';
      else delete entries[name];
    }
    const sorted = Object.entries(entries).toSorted(([a], [b]) => (a < b ? -1 : 1));
    if (sorted.length > 0) manifest[section] = Object.fromEntries(sorted);
  }
  return json(manifest);
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function specManifest(api: string, title: string): object {
  return {
    name: `@oidc-admin/${api}-spec`,
    version: '0.0.0',
    description: `The specification of ${title}, and the facts it stands on`,
    license: 'Apache-2.0',
    files: ['openapi.yaml', 'FACTS.md', 'generated', 'CHANGELOG.md'],
    type: 'module',
    exports: {
      './document.json': './generated/document.json',
      './openapi.json': './generated/openapi.json',
      './openapi.yaml': './openapi.yaml',
      './FACTS.md': './FACTS.md',
    },
    scripts: { 'generate:api': 'node ../../scripts/src/generate.ts --api' },
  };
}

/** The entries of a package, each with its file below `src/generated`. */
type Entries = Readonly<Record<string, string>>;

const clientEntries: Entries = {
  '.': 'index',
  './testing': 'testing',
  './command-line': 'commandLine',
};

function mockEntries(api: string): Entries {
  const name = camelCase(api);
  return { '.': 'index', './faults': `faults/${name}Faults`, './settings': `${name}Settings` };
}

function buildConfig(entries: Entries): object {
  return {
    extends: './tsconfig.json',
    compilerOptions: { noEmit: false, declaration: true, outDir: 'dist', rootDir: 'src' },
    include: [],
    files: Object.values(entries).map((name) => `src/generated/${name}.ts`),
  };
}

/** What the manifest of every package with sources says: plain JavaScript is packed, the sources run as they are. */
function builtPackage(entries: Entries): object {
  const exported = (of: (name: string) => unknown): object =>
    Object.fromEntries(Object.entries(entries).map(([entry, name]) => [entry, of(name)]));
  return {
    license: 'Apache-2.0',
    files: ['dist', 'CHANGELOG.md'],
    type: 'module',
    exports: exported((name) => `./src/generated/${name}.ts`),
    publishConfig: {
      exports: exported((name) => ({
        types: `./dist/generated/${name}.d.ts`,
        default: `./dist/generated/${name}.js`,
      })),
    },
    scripts: {
      check: 'tsc',
      build:
        'node -e "fs.rmSync(\'dist\', { recursive: true, force: true })" && tsc -p tsconfig.build.json',
      prepack: 'pnpm run build',
    },
    engines: { node: '^22.19.0 || ^24.0.0' },
  };
}

/** What the generation of this API alone reads and writes; the rest is in the `turbo.json` of the root. */
function generationTask(api: string): object {
  const packages = `$TURBO_ROOT$/packages/${api}`;
  return {
    extends: ['//'],
    tasks: {
      'generate:api': {
        inputs: ['$TURBO_EXTENDS$', `${packages}-*/package.json`, `${packages}-*/src/**`],
        outputs: [
          '$TURBO_EXTENDS$',
          `${packages}-client/src/generated/**`,
          `${packages}-mock/src/generated/**`,
        ],
      },
    },
  };
}

function clientManifest(api: string, title: string): object {
  return {
    name: `@oidc-admin/${api}-client`,
    version: '0.0.0',
    description: `Client of ${title}`,
    sideEffects: false,
    ...builtPackage(clientEntries),
    dependencies: { '@oidc-admin/client': 'workspace:*' },
    devDependencies: {
      [`@oidc-admin/${api}-mock`]: 'workspace:*',
      [`@oidc-admin/${api}-spec`]: 'workspace:*',
    },
  };
}

function mockManifest(api: string, title: string): object {
  return {
    name: `@oidc-admin/${api}-mock`,
    version: '0.0.0',
    description: `Mock of ${title}`,
    ...builtPackage(mockEntries(api)),
    dependencies: {
      '@oidc-admin/mock': 'workspace:*',
      [`@oidc-admin/${api}-spec`]: 'workspace:*',
    },
  };
}

function clientReadme(api: string, title: string): string {
  return `# @oidc-admin/${api}-client

A client of ${title}, typed by its specification.

\`\`\`ts
import { create${pascalCase(api)}Client } from '@oidc-admin/${api}-client';

const client = create${pascalCase(api)}Client({ url: 'https://${api}.example.net' });
\`\`\`

There is one method for each operation. Each takes one flat object and, as a second argument, \`{signal, timeoutMs,
traceContext}\`. The options beside \`url\` are the credentials of the specification's security schemes.

Everything in \`src/generated\` is made by \`pnpm generate\`. A file of the same name in \`src\` takes the place of one.
Retries, time-outs, proxies, hooks, redaction and errors are those of \`@oidc-admin/client\`.
`;
}

function mockReadme(api: string, title: string): string {
  return `# @oidc-admin/${api}-mock

A mock of ${title} that remembers, made from its specification.

\`\`\`ts
import { create${pascalCase(api)}Mock } from '@oidc-admin/${api}-mock';

await using server = await create${pascalCase(api)}Mock().start();
\`\`\`

State, faults, \`Prefer\` and the control interface are the same for every mock: see \`@oidc-admin/mock\`.
`;
}

function specReadme(api: string, title: string): string {
  return `# @oidc-admin/${api}-spec

The specification of ${title}: \`openapi.yaml\`, the facts it stands on in \`FACTS.md\`, and the same document as plain data.

\`\`\`ts
import document from '@oidc-admin/${api}-spec/document.json' with { type: 'json' };
\`\`\`

\`generated/openapi.json\` is the plain copy for other tools, such as Postman: it has all texts, and of our keys only \`x-normalised\`.
`;
}
