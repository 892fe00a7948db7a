import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const runners = join(import.meta.dirname, '../fixtures/runners');

/** What a run of node printed. A test runner says of itself whether it runs within another one: not to these. */
async function node(...args: readonly string[]): Promise<string> {
  const { NODE_TEST_CONTEXT: _, VITEST: __, ...environment } = process.env;
  const { stdout, stderr } = await run(process.execPath, args, { env: environment });
  return stdout + stderr;
}

test('under node:test each test has a mock of its own, also at the same time', async () => {
  const printed = await node('--test', '--test-reporter=tap', join(runners, 'shelfNodeTest.ts'));
  expect(printed).toMatch(/^# pass 4$/m);
  expect(printed).toMatch(/^# fail 0$/m);
});

test('under jest each test has a mock of its own', async () => {
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  const config = join(runners, 'jest.config.json');
  const printed = await node('--experimental-vm-modules', jest, '--config', config, '--no-cache');
  expect(printed).toMatch(/^Tests: +2 passed, 2 total$/m);
});
