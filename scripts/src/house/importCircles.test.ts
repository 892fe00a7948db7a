import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importCircles, importGraph } from './importCircles.ts';
import { readWorkspace, type WorkspacePackage } from './workspace.ts';

const root = join(import.meta.dirname, '../../..');

function circlesOf(
  texts: Readonly<Record<string, string>>,
  entries: Readonly<Record<string, unknown>> = {},
): string[] {
  const folders = [...new Set(Object.keys(texts).map((p) => p.split('/').slice(0, 2).join('/')))];
  const workspace = folders.map((folder): WorkspacePackage => ({
    folder,
    name: `@oidc-admin/${folder.split('/')[1] ?? ''}`,
    dependencies: [],
    devDependencies: [],
    verbs: [],
    sources: Object.keys(texts).filter((path) => path.startsWith(`${folder}/`)),
    entries,
  }));
  return importCircles(importGraph(workspace, (path) => texts[path] ?? ''));
}

test('no file imports itself through others', () => {
  const workspace = readWorkspace(root);
  const graph = importGraph(workspace, (path) => readFileSync(join(root, path), 'utf8'));
  expect(graph.size).toBeGreaterThan(100);
  expect([...graph.values()].flat().length).toBeGreaterThan(graph.size);
  expect(importCircles(graph)).toEqual([]);
});

test.each([
  ['values', `import { b } from './b.ts';`, `import { a } from './a.ts';`],
  ['types', `import type { B } from './b.ts';`, `import type { A } from './a.ts';`],
  ['what is passed on', `export * from './b.ts';`, `export { a } from './a.ts';`],
  ['a lazy import', `await import('./b.ts');`, `import { a } from './a.ts';`],
])('a circle of %s is found', (_, a, b) => {
  expect(circlesOf({ 'packages/x/a.ts': a, 'packages/x/b.ts': b })).toEqual([
    'packages/x/a.ts -> packages/x/b.ts -> packages/x/a.ts',
  ]);
});

test('a circle through the entries of two packages is found, whatever the condition', () => {
  const texts = {
    'packages/x/src/index.ts': `import '@oidc-admin/y/deep/thing.ts';`,
    'packages/y/src/deep/thing.ts': `import '#picked';`,
    'packages/y/src/picked.ts': `import '@oidc-admin/x';`,
  };
  const entries = {
    '.': './src/index.ts',
    './*': './src/*',
    '#picked': { browser: './src/other.ts', default: './src/picked.ts' },
  };
  expect(circlesOf(texts, entries)).toEqual([
    'packages/x/src/index.ts -> packages/y/src/deep/thing.ts -> packages/y/src/picked.ts -> packages/x/src/index.ts',
  ]);
});

test('two ways to one file are no circle', () => {
  expect(
    circlesOf({
      'packages/x/a.ts': `import './b.ts'; import './c.ts';`,
      'packages/x/b.ts': `import './d.ts';`,
      'packages/x/c.ts': `import './d.ts';`,
      'packages/x/d.ts': `import 'node:fs'; import 'vitest';`,
    }),
  ).toEqual([]);
});
