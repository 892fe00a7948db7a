import { execFileSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { readPipe } from './readPipe.ts';
import { inProcess } from './testing/inProcess.ts';
import { planFolder } from './testing/planFile.ts';
import { startPvwa } from './testing/startMocks.ts';

function namedPipe(): string {
  const path = join(planFolder().folder, 'pipe');
  execFileSync('mkfifo', [path]);
  return path;
}

test.runIf(process.platform !== 'win32')(
  'a pipe is waited for, read in all its parts, and may be empty',
  async () => {
    const path = namedPipe();
    const read = readPipe(path);
    await delay(50);
    const writer = createWriteStream(path);
    writer.write('one ');
    await delay(50);
    writer.end('two');
    expect(Buffer.from(await read).toString()).toBe('one two');
    const again = readPipe(path);
    await delay(50);
    createWriteStream(path).end();
    expect(await again).toHaveLength(0);
  },
);

test.runIf(process.platform !== 'win32')(
  'a pipe into which nobody writes is waited for no longer than so long',
  async () => {
    const path = namedPipe();
    await expect(readPipe(path, undefined, 200)).rejects.toThrow(
      'is a pipe that nobody filled and closed within 0.2 s',
    );
  },
);

test.runIf(process.platform !== 'win32')(
  'Ctrl-C ends a command that waits for a pipe, be it a secret, a body or a password',
  async () => {
    const { environment } = await startPvwa();
    const path = namedPipe();
    const { PVWA_PASSWORD: _, ...rest } = environment as Readonly<Record<string, string>>;
    const list = ['pvwa', 'list-providers'];
    const cases: readonly (readonly [readonly string[], Readonly<Record<string, string>>])[] = [
      [list, { ...rest, PVWA_PASSWORD_FILE: path }],
      [['pvwa', 'add-provider', '--input', path], environment],
      [['pvwa', 'modify-provider', '--id', 'a', '--client-secret-file', path], environment],
    ];
    for (const [args, given] of cases) {
      const signal = AbortSignal.timeout(200);
      const { code, stderr } = await inProcess(args, { environment: given, signal });
      expect({ code, stderr }).toEqual({ code: 5, stderr: 'error: stopped\n' });
    }
  },
);
