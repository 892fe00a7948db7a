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

test('a vendor is found in any case, and an innocent word is not', () => {
  expect(linesThatNameOne('x.ts', 'a\nconst host = "WICKR.example"; // AWS')).toEqual([
    'x.ts:2: const host = "WICKR.example"; // AWS',
  ]);
  expect(linesThatNameOne('x.ts', 'laws, draws, flaws')).toEqual([]);
});
