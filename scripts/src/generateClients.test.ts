import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const program = join(import.meta.dirname, 'generateClients.ts');

// That clients are generated and compile is checked by scripts/ci, as it needs Java, Go and Python.
test.each([
  [[], /Usage: pnpm generate:clients <language> \[api\]/],
  [['go', 'nobody'], /no API 'nobody'; there are: pvwa, wickr/],
])('%j is refused with a reason', (args, reason) => {
  const { status, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toMatch(reason);
});
