import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { apiFolders, importBreaches, importsOf, permissions } from './importRules.ts';
import { readWorkspace, type WorkspacePackage } from './workspace.ts';

const root = join(import.meta.dirname, '../../..');

function pack(folder: string, more: Partial<WorkspacePackage> = {}): WorkspacePackage {
  return {
    folder,
    name: `@oidc-admin/${folder.split('/').at(-1) ?? ''}`,
    dependencies: [],
    devDependencies: [],
    verbs: [],
    sources: [],
    entries: {},
    ...more,
  };
}

function breachesOf(text: string, path: string, owner: Partial<WorkspacePackage> = {}): string[] {
  const folder = path.split('/').slice(0, 2).join('/');
  const workspace = [pack('specs/bank'), pack(folder, { sources: [path], ...owner })];
  return importBreaches(workspace, () => text);
}

test('imports and dependencies of the workspace obey the table', () => {
  const workspace = readWorkspace(root);
  expect(apiFolders(workspace)).not.toEqual([]);
  expect(workspace.flatMap(({ sources }) => sources)).not.toEqual([]);
  expect(importBreaches(workspace, (path) => readFileSync(join(root, path), 'utf8'))).toEqual([]);
});

test('every folder in the table of imports is in the workspace', () => {
  const workspace = readWorkspace(root);
  const folders = workspace.map(({ folder }) => folder);
  expect(
    [...permissions(apiFolders(workspace)).keys()].filter((f) => !folders.includes(f)),
  ).toEqual([]);
});

test('every form of import is seen', () => {
  const text = `
    import a from 'a'; import type { B } from 'b'; import 'c';
    export * from 'd'; export { e } from 'e'; export type { F } from 'f';
    const g = await import('g'); const h = await import(name);
    // import i from 'i'
    const j = "import j from 'j'";`;
  expect(importsOf('x.ts', text).toSorted()).toEqual(
    ['(computed)', 'a', 'b', 'c', 'd', 'e', 'f', 'g'].toSorted(),
  );
});

test.each([
  ['an engine that imports an API', 'packages/client/src/x.ts', '@oidc-admin/bank-client'],
  ['an import against the direction', 'packages/contract/src/x.ts', '@oidc-admin/model'],
  ['a client that imports its mock', 'packages/bank-client/src/x.ts', '@oidc-admin/bank-mock'],
  [
    'an API that imports another API',
    'packages/bank-client/src/x.test.ts',
    '@oidc-admin/shop-mock',
  ],
  ['an engine that imports its neighbour', 'packages/mock/src/x.ts', '@oidc-admin/client'],
  ['a path into another package', 'packages/mock/src/x.ts', '../../model/src/step.ts'],
  ['an undeclared library', 'packages/mock/src/x.ts', 'ajv'],
  ['a builtin without node:', 'packages/mock/src/x.ts', 'fs'],
])('%s is refused', (_, path, specifier) => {
  for (const text of [`import '${specifier}'`, `await import("${specifier}")`]) {
    expect(breachesOf(text, path)).toEqual([expect.stringContaining(`${path}: '${specifier}'`)]);
  }
});

test('a dependency that the table does not allow is refused, used or not', () => {
  expect(
    breachesOf('', 'packages/model/src/x.ts', { dependencies: ['@oidc-admin/client'] }),
  ).toEqual(['packages/model/package.json: dependency @oidc-admin/client is not allowed here']);
  expect(
    breachesOf('', 'packages/bank-client/src/x.ts', { dependencies: ['@oidc-admin/bank-mock'] }),
  ).toHaveLength(1);
});

test('a test may use the mock of its own API, and a development dependency', () => {
  const devDependencies = ['@oidc-admin/bank-mock', 'vitest'];
  const text = `import '@oidc-admin/bank-mock'; import 'vitest'; import './x.ts'; import 'node:fs';`;
  expect(breachesOf(text, 'packages/bank-client/src/x.test.ts', { devDependencies })).toEqual([]);
  expect(breachesOf(text, 'packages/bank-client/src/x.ts', { devDependencies })).toHaveLength(2);
});
