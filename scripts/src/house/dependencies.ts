import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';

type Product = {
  readonly folder: string;
  /** The most packages of others that may be installed with it. */
  readonly most: number;
  /** Why so many. */
  readonly reason: string;
  /** Direct dependencies that its own files contain, with all that those need, so that nobody installs them; or all of them. */
  readonly bundles?: readonly string[] | 'all';
};

/** What people install. */
export const products: readonly Product[] = [
  {
    folder: 'packages/client',
    most: 11,
    reason:
      '`ajv` (5) validates responses, `tough-cookie` (3) keeps cookies, `openapi-fetch` (2) and `undici` send',
  },
  { folder: 'packages/pvwa-client', most: 11, reason: 'those of the engine' },
  {
    folder: 'packages/wickr-client',
    most: 35,
    reason:
      'those of the engine, and 24 of AWS: its chain of credentials and its signer, as its own tools have them',
  },
  {
    folder: 'packages/doctor',
    most: 13,
    reason:
      'those of the engine; `oauth4webapi` speaks OpenID Connect, `jose` compares keys; neither brings another',
  },
  {
    folder: 'packages/mock',
    most: 7,
    bundles: [
      '@stoplight/http-spec',
      '@stoplight/prism-core',
      '@stoplight/prism-http',
      '@stoplight/types',
      'fp-ts',
    ],
    reason:
      '`ajv` and `ajv-formats` of the model, `fastest-levenshtein`; within it is Prism, which reads the specification and judges requests as many know it',
  },
  {
    folder: 'packages/pvwa-mock',
    most: 7,
    reason: 'those of the engine',
  },
  {
    folder: 'packages/wickr-mock',
    most: 17,
    reason: 'those of the engine and of the client engine, and the signer of AWS (4)',
  },
  {
    folder: 'apps/cli',
    most: 0,
    bundles: 'all',
    reason:
      'within it are those of both clients and of the doctor, `commander`, `jsonc-parser`, `yaml`, `fastest-levenshtein`, and `@aws-lambda-powertools/jmespath` (3), which is alive as `jmespath` itself is not',
  },
  {
    folder: 'apps/mock',
    most: 62,
    reason:
      'those of both clients, whose lines it prints, and of the mocks; `selfsigned` (22) makes the certificate of `--tls`; `fast-check` (2) comes with the checks, whose judge records',
  },
  {
    folder: 'packages/conformance',
    most: 15,
    reason:
      'those of the engine, `fast-check` (2), `fastest-levenshtein`, and `ajv-formats` of the model',
  },
  {
    folder: 'apps/conformance',
    most: 41,
    reason:
      'those of the conformance library, `commander` and `yaml`; those of the mocks, which it runs where no target is named',
  },
];

/** Licences that ask for no more than to be named. */
export const allowedLicences: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  // MIT without the duty to name its authors.
  'MIT-0',
]);

type InstalledManifest = {
  readonly name: string;
  readonly version: string;
  readonly license?: string | { readonly type?: string };
  /** As it was written until 2014. */
  readonly licenses?: readonly { readonly type?: string }[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};

/** A package of others, as it is installed. */
export type Installed = {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
};

function licenceOf({ license, licenses = [] }: InstalledManifest): string {
  if (typeof license === 'string') return license;
  const types = [license, ...licenses].flatMap((one) => one?.type ?? []);
  return types.length === 0 ? 'none' : types.join(' OR ');
}

/** What is installed with a package, on all levels, ours not counted; sorted by name. */
export function dependenciesOf(root: string, { folder, bundles }: Product): Installed[] {
  return bundles === 'all' ? [] : walk(root, folder);
}

/** What a package's own files contain of others; sorted by name. */
export function bundledIn(root: string, { folder, bundles }: Product): Installed[] {
  if (bundles === undefined) return [];
  return walk(root, folder, bundles === 'all' ? undefined : bundles);
}

/** The packages of others below a folder, by its dependencies or from these alone. */
function walk(root: string, folder: string, from?: readonly string[]): Installed[] {
  const visited = new Set<string>();
  const found: Installed[] = [];
  const visit = (place: string, modules: string): void => {
    const manifest = JSON.parse(
      readFileSync(join(place, 'package.json'), 'utf8'),
    ) as InstalledManifest;
    const ours = !place.includes(`${sep}node_modules${sep}`);
    if (!ours)
      found.push({ name: manifest.name, version: manifest.version, licence: licenceOf(manifest) });
    const needed = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
    for (const name of visited.size === 0 ? (from ?? needed) : needed) {
      const link = join(modules, name);
      // One that is optional may not be for this system.
      if (!existsSync(link) && manifest.optionalDependencies?.[name] !== undefined) continue;
      const real = realpathSync(link);
      if (visited.has(real)) continue;
      visited.add(real);
      // pnpm puts what a package needs beside it.
      const inside = real.includes(`${sep}node_modules${sep}`);
      visit(real, inside ? real.slice(0, -name.length - 1) : join(real, 'node_modules'));
    }
  };
  visit(join(root, folder), join(root, folder, 'node_modules'));
  return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The page that tells what each product brings along. */
export function dependencyPage(root: string): string {
  const trees = products.map((product) => ({
    ...product,
    found: dependenciesOf(root, product),
    bundled: bundledIn(root, product),
  }));
  const licences = new Map(
    trees.flatMap(({ found, bundled }) =>
      [...found, ...bundled].map(({ name, licence }) => [name, licence]),
    ),
  );
  const counts = (found: readonly Installed[]): string =>
    [...Map.groupBy(found, ({ licence }) => licence)]
      .map(([licence, { length }]) => `${length} ${licence}`)
      .toSorted()
      .join(', ');
  const users = (name: string): string =>
    trees
      .filter(({ found, bundled }) => [...found, ...bundled].some((one) => one.name === name))
      .map(({ folder }) => `\`${folder}\``)
      .join(', ');
  return [
    '<!-- Made by scripts/src/house/dependencies.test.ts; renewed by `pnpm --filter @oidc-admin/scripts exec vitest run dependencies -u`. -->',
    '',
    '# What each package brings along',
    '',
    'Packages of others that are installed at run time, on all levels, and those that a package has within its own files, with their',
    'licences beside them. A test compares this page with what is installed: each number has its reason, each licence asks for no more',
    'than to be named. The checksum of each is in `pnpm-lock.yaml`, that of Node too.',
    '',
    '| package | brings along | has within | licences | why |',
    '| --- | --- | --- | --- | --- |',
    ...trees.map(
      ({ folder, found, bundled, reason }) =>
        `| \`${folder}\` | ${found.length} | ${bundled.length} | ${counts([...found, ...bundled])} | ${reason} |`,
    ),
    '',
    '| dependency | licence | of |',
    '| --- | --- | --- |',
    ...[...licences]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, licence]) => `| \`${name}\` | ${licence} | ${users(name)} |`),
    '',
  ].join('\n');
}
