import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { languages } from './languages.ts';

const root = join(import.meta.dirname, '../../..');

function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** The languages of the page's table by the level that it says. */
function levels(): ReadonlyMap<string, string> {
  const [, table = ''] = textOf('docs/generated-clients.md').split('## What is proven');
  const rows = table.matchAll(/^\| `([a-z-]+)` \| (whole life|generates) \|/gm);
  return new Map([...rows].map(([, language = '', level = '']) => [language, level]));
}

test('the table has every language that is generated, and says "whole life" of those that live one', () => {
  const living = readdirSync(join(root, 'scripts/ci/languages')).toSorted();
  const expected = Object.keys(languages).map((name) => [
    name,
    living.includes(name) ? 'whole life' : 'generates',
  ]);
  expect([...levels()]).toEqual(expected);
  expect(living.length).toBeGreaterThan(0);
  // What is run is what lies there.
  const judge = textOf('scripts/ci/python/installed_clients.py');
  const [, run = ''] = /^LANGUAGES: .*?\{\n(.*?)^\}/ms.exec(judge) ?? [];
  expect([...run.matchAll(/^ {4}'([a-z-]+)':/gm)].map(([, name = '']) => name).toSorted()).toEqual(
    living,
  );
});

test('the step of the CI generates every language, and lets all of the judge live', () => {
  const lines = textOf('scripts/ci/30-clients.sh').split('\n');
  expect(lines).toContain('bounded 300 node scripts/src/generateClients.ts');
  expect(lines).toContain('(bounded 500 python3 scripts/ci/python/languages_judge.py)');
});

test('each client of an API of the house has an example in each language that lives a life', () => {
  const living = readdirSync(join(root, 'scripts/ci/languages'));
  const specified = readdirSync(join(root, 'packages')).filter((name) =>
    readdirSync(join(root, 'packages', name)).includes('languages'),
  );
  expect(specified.length).toBeGreaterThan(0);
  for (const name of specified)
    expect(readdirSync(join(root, 'packages', name, 'languages')).toSorted()).toEqual(
      living.toSorted(),
    );
});

test('the page names the languages that keep unions', () => {
  const [, names = ''] =
    /of a union \(all but ([^)]*)\)/.exec(textOf('docs/generated-clients.md')) ?? [];
  const keeping = Object.entries(languages).filter(([, { keepsUnions }]) => keepsUnions === true);
  expect([...names.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name)).toEqual(
    keeping.map(([name]) => name),
  );
});
