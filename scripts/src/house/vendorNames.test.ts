import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listFiles } from './workspace.ts';

const root = join(import.meta.dirname, '../../..');
const engines = ['contract', 'model', 'client', 'doctor', 'mock'];
const vendor = /pvwa|wickr|cyberark|(?<![a-z])aws|amazon|sigv4/i;

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
  'apps/mock/src/tls.ts': "a variable by which other people's tools trust a certificate",
  'scripts/src/generateClients/templates/go/go.mod.mustache':
    "libraries that sign requests, by the generator's own option",
  'scripts/src/generateClients/templates/java/libraries/okhttp-gson/pom.mustache': 'such a library',
  'scripts/src/generateClients/templates/python/signed_client.mustache': 'such a library',
  'scripts/src/generateClients/templates/typescript-fetch/signedFetch.mustache': 'such a library',
  'scripts/src/generateClients/usage.ts': "names of the generator's own option for signatures",
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

/** What runs outside of the packages and names a vendor, each with the reason: it is about that API. */
const aboutOne: readonly (readonly [files: RegExp, reason: string])[] = [
  [/^scripts\/bench\//, "measures an API beside its peers, such as the vendor's own client"],
  [/^scripts\/ci\/(?:33|36|40|41|42|45|50)-/, 'runs a judge that somebody else wrote for one API'],
  [/^scripts\/ci\/(?:python|smithy|wire)\//, 'such a judge'],
  [/^scripts\/ci\/importers\/go\.sum$/, 'holds checksums, and one has such a word by chance'],
  [/^scripts\/ci\/importers\/package-lock\.json$/, 'names what the importers of others depend on'],
  [/^scripts\/ci\/(?:consumer|languages)\//, 'uses the packages of the two APIs as their users do'],
];

test('benchmarks, steps of the CI and workflows name a vendor only where they are about its API', () => {
  const files = ['scripts/bench', 'scripts/ci', '.ci', '.github'].flatMap((folder) =>
    existsSync(join(root, folder)) ? listFiles(root, folder) : [],
  );
  expect(files).toContain('scripts/ci/10-second-run.sh');
  expect(files).toContain('.ci/run');
  const naming = files.filter(
    (path) => linesThatNameOne(path, readFileSync(join(root, path), 'utf8')).length > 0,
  );
  expect(naming.filter((path) => !aboutOne.some(([about]) => about.test(path)))).toEqual([]);
  const idle = aboutOne.filter(([about]) => !naming.some((path) => about.test(path)));
  expect(idle).toEqual([]);
});

test('a vendor is found in any case, and an innocent word is not', () => {
  expect(linesThatNameOne('x.ts', 'a\nconst host = "WICKR.example"; // AWS')).toEqual([
    'x.ts:2: const host = "WICKR.example"; // AWS',
  ]);
  expect(linesThatNameOne('x.ts', 'awsRegion')).toHaveLength(1);
  expect(linesThatNameOne('x.ts', 'laws, draws, flaws')).toEqual([]);
});
