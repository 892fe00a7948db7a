import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  allowedLicences,
  bundledIn,
  dependenciesOf,
  dependencyPage,
  products,
} from './dependencies.ts';

const root = join(import.meta.dirname, '../../..');

function yamlAt(path: string): Readonly<Record<string, unknown>> {
  return parse(readFileSync(join(root, path), 'utf8')) as Readonly<Record<string, unknown>>;
}

test.each(products)('$folder brings along at most $most packages of others', (product) => {
  const found = dependenciesOf(root, product);
  const bundled = bundledIn(root, product);
  expect(found.length + bundled.length).toBeGreaterThan(0);
  expect(found.length).toBeLessThanOrEqual(product.most);
  expect([...found, ...bundled].filter(({ licence }) => !allowedLicences.has(licence))).toEqual([]);
});

test('docs/dependencies.md tells what is installed', async () => {
  await expect(dependencyPage(root)).toMatchFileSnapshot(join(root, 'docs/dependencies.md'));
});

test('everything that is installed has its checksum in the repository', () => {
  const { packages } = yamlAt('pnpm-lock.yaml') as {
    readonly packages: Readonly<
      Record<string, { readonly resolution: { readonly integrity?: string } }>
    >;
  };
  const names = Object.keys(packages);
  expect(names.filter((name) => /^node-(linux|win)-/.test(name)).length).toBeGreaterThan(1);
  expect(
    names.filter((name) => !/^sha512-\S{80,}$/.test(packages[name]?.resolution.integrity ?? '')),
  ).toEqual([]);
});

test('no package but one runs a program when it is installed: it could fetch what has no checksum', () => {
  const { allowBuilds } = yamlAt('pnpm-workspace.yaml') as {
    readonly allowBuilds: Readonly<Record<string, boolean>>;
  };
  expect(Object.keys(allowBuilds).filter((name) => allowBuilds[name])).toEqual(['esbuild']);
});
