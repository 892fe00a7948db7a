import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { outputOf } from './outputOf.ts';

function shell(line: string) {
  return spawn(line, { shell: true, stdio: ['ignore', 'pipe', 'inherit'] });
}

test('a program that ends by itself answers what it printed, and its exit code', async () => {
  expect(await outputOf(shell('printf ä; exit 3'), 60_000)).toEqual({ code: 3, text: 'ä' });
});

test('a pipeline whose last program waits for ever is not waited for', async () => {
  const started = performance.now();
  await expect(outputOf(shell('sleep 30 | cat'), 200)).rejects.toThrow('no end within 0.2 s');
  await expect(outputOf(shell('sleep 30 | cat'), 60_000, AbortSignal.timeout(200))).rejects.toThrow(
    'stopped',
  );
  await expect(outputOf(shell('sleep 30 | cat'), 60_000, AbortSignal.abort())).rejects.toThrow(
    'stopped',
  );
  expect(performance.now() - started).toBeLessThan(20_000);
});
