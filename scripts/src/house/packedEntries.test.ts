import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readWorkspace } from './workspace.ts';

const root = join(import.meta.dirname, '../../..');

type Published = {
  readonly private?: boolean;
  readonly exports: string | Readonly<Record<string, string>>;
  readonly publishConfig?: {
    readonly exports?: Readonly<
      Record<string, { readonly types: string; readonly default: string }>
    >;
  };
};

function jsonAt(path: string): unknown {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}

const libraries = readWorkspace(root)
  .map(({ folder }) => ({ folder, manifest: jsonAt(`${folder}/package.json`) as Published }))
  .filter(({ manifest }) => manifest.publishConfig?.exports !== undefined);

test('every library is looked at', () => {
  expect(libraries.length).toBeGreaterThan(9);
});

test.each(libraries)(
  '$folder: each entry of the sources is built and packed',
  ({ folder, manifest }) => {
    const { exports, publishConfig } = manifest;
    const sources = Object.entries(typeof exports === 'string' ? { '.': exports } : exports).filter(
      // What only the tests of this repository use.
      ([entry]) =>
        !/^\.\/test(?:ing)?(?:\/|$)/.test(entry) || entry in (publishConfig?.exports ?? {}),
    );
    const packed = sources.map(([entry, source]) => {
      const built = source.replace(/^\.\/src\/(.*)\.ts$/, './dist/$1');
      return [entry, { types: `${built}.d.ts`, default: `${built}.js` }];
    });
    expect(publishConfig?.exports).toEqual(Object.fromEntries(packed));

    const { files } = jsonAt(`${folder}/tsconfig.build.json`) as {
      readonly files: readonly string[];
    };
    const entries = sources.map(([, source]) => source.slice('./'.length));
    expect(files).toEqual(expect.arrayContaining(entries));
    expect(files.filter((file) => !existsSync(join(root, folder, file)))).toEqual([]);
  },
);
