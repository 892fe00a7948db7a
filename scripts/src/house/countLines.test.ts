import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { countLines } from './countLines.ts';

const checkout = mkdtempSync(join(tmpdir(), 'count-lines-'));
afterAll(() => rmSync(checkout, { recursive: true, force: true }));

test('lines that people write are counted by package; tests, fixtures and generated files are not', () => {
  const files = [
    'packages/a/src/one.ts',
    'packages/a/src/kinds/two.ts',
    'packages/a/src/one.test.ts',
    'packages/a/src/one.slow.ts',
    'packages/a/src/one.browser.ts',
    'packages/a/src/generated/x.ts',
    'packages/a/src/fixtures/x.ts',
    'packages/a/src/testing/x.ts',
    'packages/a/src/testing.ts',
    'packages/a/test/x.ts',
    'packages/a/test-fixtures/x.ts',
    'packages/a/README.md',
    'docs/x.ts',
    'tests/b/src/three.ts',
  ];
  execFileSync('git', ['init', '--quiet'], { cwd: checkout });
  for (const path of files) {
    mkdirSync(dirname(join(checkout, path)), { recursive: true });
    writeFileSync(join(checkout, path), 'one\n\nthree\n');
  }
  execFileSync('git', ['add', '.'], { cwd: checkout });
  expect([...countLines(checkout)]).toEqual([
    ['packages/a', 6],
    ['tests/b', 3],
  ]);
});
