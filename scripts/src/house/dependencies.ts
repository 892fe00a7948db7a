import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';

/** What people install, the most packages of others that it may bring along, and why so many. */
export const products = [
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
    folder: 'apps/cli',
    most: 44,
    reason:
      'those of both clients and of the doctor, `commander`, `jsonc-parser`, `yaml`, `fastest-levenshtein`, and `@aws-lambda-powertools/jmespath` (3), which is alive as `jmespath` itself is not',
  },
  {
    folder: 'apps/mock',
    most: 198,
    reason:
      'those of both clients, whose lines it prints; `selfsigned` (22) makes the certificate of `--tls`; all others are Prism, which reads the specification and judges requests as many know it',
  },
  {
    folder: 'packages/conformance',
    most: 15,
    reason:
      'those of the engine, `fast-check` (2), `fastest-levenshtein`, and `ajv-formats` of the model',
  },
  {
    folder: 'apps/conformance',
    most: 179,
    reason: 'those of the mocks, which it runs where no target is named',
  },
] as const;

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

/** What a package brings along at run time, on all levels, ours not counted; sorted by name. */
export function dependenciesOf(root: string, folder: string): Installed[] {
  const visited = new Set<string>();
  const found: Installed[] = [];
  const visit = (place: string, modules: string): void => {
    const manifest = JSON.parse(
      readFileSync(join(place, 'package.json'), 'utf8'),
    ) as InstalledManifest;
    const ours = !place.includes(`${sep}node_modules${sep}`);
    if (!ours)
      found.push({ name: manifest.name, version: manifest.version, licence: licenceOf(manifest) });
    for (const name of Object.keys({
      ...manifest.dependencies,
      ...manifest.optionalDependencies,
    })) {
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
    found: dependenciesOf(root, product.folder),
  }));
  const licences = new Map(
    trees.flatMap(({ found }) => found.map(({ name, licence }) => [name, licence])),
  );
  const counts = (found: readonly Installed[]): string =>
    [...Map.groupBy(found, ({ licence }) => licence)]
      .map(([licence, { length }]) => `${length} ${licence}`)
      .toSorted()
      .join(', ');
  const users = (name: string): string =>
    trees
      .filter(({ found }) => found.some((one) => one.name === name))
      .map(({ folder }) => `\`${folder}\``)
      .join(', ');
  return [
    '<!-- Made by scripts/src/house/dependencies.test.ts; renewed by `pnpm --filter @oidc-admin/scripts exec vitest run dependencies -u`. -->',
    '',
    '# What each package brings along',
    '',
    'Packages of others that are installed at run time, on all levels. A test compares this page with what is installed: each number',
    'has its reason, each licence asks for no more than to be named. The checksum of each is in `pnpm-lock.yaml`, that of Node too.',
    '',
    '| package | brings along | licences | why |',
    '| --- | --- | --- | --- |',
    ...trees.map(
      ({ folder, found, reason }) =>
        `| \`${folder}\` | ${found.length} | ${counts(found)} | ${reason} |`,
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
