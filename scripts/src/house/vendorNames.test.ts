import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listFiles } from './workspace.ts';

const root = join(import.meta.dirname, '../../..');
const engines = ['contract', 'model', 'client', 'doctor', 'mock'];
const vendor = /pvwa|wickr|cyberark|\baws\b|amazon/i;

function linesThatNameOne(path: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, index) => (vendor.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : []));
}

test.each(engines)('packages/%s names no vendor, tests and fixtures included', (engine) => {
  const files = listFiles(root, `packages/${engine}`);
  expect(files).toContain(`packages/${engine}/src/index.ts`);
  const named = files.flatMap((path) => [
    ...linesThatNameOne(path, path),
    ...linesThatNameOne(path, readFileSync(join(root, path), 'utf8')),
  ]);
  expect(named).toEqual([]);
});

test('packages/conformance names no vendor but in its tests, which check the APIs of this house', () => {
  const files = listFiles(root, 'packages/conformance/src').filter(
    (path) => !/\/testing\/|\.(?:test|slow|browser)\.ts$/.test(path),
  );
  expect(files).toContain('packages/conformance/src/vitest.ts');
  const named = files.flatMap((path) =>
    linesThatNameOne(path, readFileSync(join(root, path), 'utf8')),
  );
  expect(named).toEqual([]);
});

/** Files of the apps and scripts that name a vendor all the same, each with the reason. */
const mayName: Readonly<Record<string, string>> = {
  'apps/cli/src/printResponse.ts':
    "a part of a library's name, which has nothing to do with an API",
  'scripts/src/house/dependencies.ts': 'what each package of the house brings along, by its name',
  'scripts/src/house/smallFiles.ts': 'files of special packages that a rule leaves out',
};

test('apps and scripts know the APIs by their generated lists only, but for a few files', () => {
  const files = [...listFiles(root, 'apps'), ...listFiles(root, 'scripts/src')].filter(
    (path) =>
      path.includes('/src/') &&
      !/\/(?:generated|testing|fixtures)\/|\.(?:test|slow|browser)\.ts$/.test(path),
  );
  expect(files).toContain('apps/cli/src/main.ts');
  const naming = files.filter(
    (path) => linesThatNameOne(path, readFileSync(join(root, path), 'utf8')).length > 0,
  );
  expect(naming).toEqual(Object.keys(mayName));
});

test('a vendor is found in any case, and an innocent word is not', () => {
  expect(linesThatNameOne('x.ts', 'a\nconst host = "WICKR.example"; // AWS')).toEqual([
    'x.ts:2: const host = "WICKR.example"; // AWS',
  ]);
  expect(linesThatNameOne('x.ts', 'laws, draws, flaws')).toEqual([]);
});
