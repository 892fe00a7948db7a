import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Tree, wrongPlaces } from './pagePaths.ts';
import { listTree, readPages, readWorkspace } from './workspace.ts';

const root = join(import.meta.dirname, '../../..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Readonly<Record<string, string>>;
};

const tree: Tree = {
  files: [
    'README.md',
    'docs/a.md',
    'packages/bank-client/README.md',
    'packages/bank-client/src/index.ts',
    'packages/bank-client/src/generated/errors.ts',
    'scripts/ci/run.sh',
  ],
  workspace: [
    {
      folder: 'packages/bank-client',
      name: '@oidc-admin/bank-client',
      dependencies: [],
      devDependencies: [],
      verbs: ['test:slow'],
      sources: [],
      entries: { '.': './src/index.ts', './testing': './src/testing.ts' },
    },
  ],
  commands: ['generate'],
};

function wrongIn(text: string, path = 'docs/a.md'): string[] {
  return wrongPlaces([{ path, text }], tree).map((line) => line.slice(path.length + 2));
}

test('every link, path, package and command on the pages of the tree exists', () => {
  const pages = readPages(root);
  expect(pages.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['README.md', 'docs/cli.md', 'specs/pvwa/FACTS.md']),
  );
  const real = {
    files: listTree(root),
    workspace: readWorkspace(root),
    commands: Object.keys(scripts),
  };
  expect(wrongPlaces(pages, real)).toEqual([]);
});

test.each([
  ['a link', '[it](b.md)', 'b.md'],
  ['a link to a heading', '# A b\n[it](#a-b) [that](#a-c)', '#a-c'],
  ['a link to a heading of a page', '# Old\n[it](../docs/a.md#new)', '../docs/a.md#new'],
  ['a file', 'see `scripts/ci/gone.sh`', 'scripts/ci/gone.sh'],
  ['a folder', 'see `packages/shop-client/`', 'packages/shop-client/'],
  ['a pattern', 'see `packages/<api>-mock/src/*.ts`', 'packages/<api>-mock/src/*.ts'],
  ['a choice', 'see `scripts/{src,lib}`', 'scripts/{src,lib}'],
  ['a file in a block', '```sh\nbash scripts/ci/gone.sh x\n```', 'scripts/ci/gone.sh'],
  [
    'a file below a folder that was entered',
    '```sh\ncd scripts\nbash ci/gone.sh\n```',
    'ci/gone.sh',
  ],
  ['a package', "```ts\nimport '@oidc-admin/shop-client';\n```", '@oidc-admin/shop-client'],
  ['an entry of a package', '`@oidc-admin/bank-client/wire`', '@oidc-admin/bank-client/wire'],
  ['a command', 'run `pnpm genrate`', 'pnpm genrate'],
  [
    'a command after flags',
    '```sh\nnpx -y pnpm@12 --silent testt --x\n```',
    'pnpm@12 --silent testt',
  ],
])('%s that does not exist is found', (_, text, wrong) => {
  expect(wrongIn(text)).toEqual([wrong]);
});

test.each([
  ['a link', '[it](../README.md) [site](https://x.example/y.md) [part](a.md#one-two)\n## One, two'],
  [
    'a pattern',
    '`packages/<api>-client/src/**/errors.ts` `scripts/{ci,lib}/*.sh` `packages/…/src`',
  ],
  ['a place with a line', '`packages/bank-client/src/index.ts:12`, (`scripts/ci/`).'],
  ['a file below a folder that was entered', '```sh\ncd scripts\nbash ci/run.sh\n```'],
  ['what is no path of ours', '`application/json` `/OIDC/x.json` `$HOME/src/x.ts` `~/a.md` `a/b`'],
  ['code of a user', "```ts\nimport './own.ts'; import '@oidc-admin/bank-client/testing';\n```"],
  [
    'a command',
    '`pnpm generate --x` `pnpm test:slow` `pnpm --filter @oidc-admin/bank-client exec node`',
  ],
])('%s that exists is left alone', (_, text) => {
  expect(wrongIn(text)).toEqual([]);
});

test("a package's page may name files from its own folder", () => {
  expect(wrongIn('`src/index.ts` `src/gone.ts`', 'packages/bank-client/README.md')).toEqual([
    'src/gone.ts',
  ]);
});
