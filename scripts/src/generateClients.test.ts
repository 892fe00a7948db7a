import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const program = join(import.meta.dirname, 'generateClients.ts');

// That clients are generated and work is checked by scripts/ci, as it needs Java and the languages.
test.each([
  [
    ['go', 'nobody'],
    /no API and no tried language 'nobody'\.[^]*APIs: [a-z-]+, [^]*Languages: python, java/,
  ],
  [['--help'], /'--help'\.\nUsage: pnpm generate:clients \[language…\] \[api…\]/],
])('%j is refused with a reason', (args, reason) => {
  const { status, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toMatch(reason);
});
