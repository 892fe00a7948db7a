import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { outputOf } from './outputOf.ts';

function shell(line: string) {
  return spawn(line, { shell: true, stdio: ['ignore', 'pipe', 'ignore'] });
}

test('a program that ends by itself answers what it printed, and its exit code', async () => {
  expect(await outputOf(shell('printf ä; exit 3'), 60_000)).toEqual({ code: 3, text: 'ä' });
});

test('what a program prints is read as a file is: without its mark, and refused where it is no UTF-8', async () => {
  const marked = await outputOf(shell(String.raw`printf '\357\273\277ä'`), 60_000);
  expect(marked.text).toBe('ä');
  await expect(outputOf(shell(String.raw`printf 'hidden\344'; exit 3`), 60_000)).rejects.toThrow(
    'it ended with 3, and what it printed is no text in UTF-8',
  );
  await expect(outputOf(shell(String.raw`printf 'hidden\344'`), 60_000)).rejects.toThrow(
    /^what it printed is no text in UTF-8$/,
  );
});

/** The commands of this computer that name something. */
function running(name: string): string[] {
  const all = execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' }).split('\n');
  return all.filter((line) => line.includes(name) && !line.startsWith('ps '));
}

test(
  'a pipeline whose last program waits for ever is not waited for, and ends whole',
  { timeout: 60_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'output-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    // It ends with the test.
    const line = `while [ -e ${folder} ]; do sleep 0.1; done | cat`;
    await expect(outputOf(shell(line), 200)).rejects.toThrow('no end within 0.2 s');
    await expect(outputOf(shell(line), 60_000, AbortSignal.timeout(200))).rejects.toThrow(
      'stopped',
    );
    await expect(outputOf(shell(line), 60_000, AbortSignal.abort())).rejects.toThrow('stopped');
    // Also while the shell is about to start the next program.
    for (let index = 0; index < 16; index += 1)
      await expect(outputOf(shell(line), 60_000, AbortSignal.timeout(index % 8))).rejects.toThrow(
        'stopped',
      );
    await vi.waitFor(() => expect(running(folder)).toEqual([]), 5000);
  },
);

test('nothing is killed by the number of a program that a signal has ended', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'output-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const kill = vi.spyOn(process, 'kill');
  onTestFinished(() => kill.mockRestore());
  const line = `while [ -e ${folder} ]; do sleep 0.1; done & kill -9 $$`;
  await expect(outputOf(shell(line), 500)).rejects.toThrow('no end within 0.5 s');
  expect(kill).not.toHaveBeenCalled();
});

test.runIf(process.platform === 'linux')('what a program started ends without ps', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'output-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const line = `while [ -e ${folder} ]; do /bin/sleep 0.1; done | /bin/cat`;
  const child = shell(line);
  vi.stubEnv('PATH', '');
  onTestFinished(() => void vi.unstubAllEnvs());
  await expect(outputOf(child, 300)).rejects.toThrow('no end within');
  vi.unstubAllEnvs();
  await vi.waitFor(() => expect(running(folder)).toEqual([]), 5000);
});
