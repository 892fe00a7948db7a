import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ApiName } from '@oidc-admin/conformance/testing';

const program = join(import.meta.dirname, '../../../../apps/mock/src/main.ts');

/** `pnpm mock` for one API, under attack. */
interface Attacked extends AsyncDisposable {
  /** With the base path. */
  readonly url: string;
  isAlive(): boolean;
  /** What it said that it failed at. */
  mistakes(): readonly string[];
  /** The most memory that it ever took, in bytes; Linux only. */
  peakBytes(): number;
}

/** Starts it as its users do, with a line for each request. Rejects where it ends in place of listening. */
export async function startAttacked(api: ApiName): Promise<Attacked> {
  const child = spawn(process.execPath, [program, api, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const mistakes: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    // A request has its own line, which begins with its method.
    if (/^(?:\w+: the mock failed|error)\b/.test(line)) mistakes.push(line);
  });
  const url = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(
      ([line]) => /^\w+: (http:\S+)$/.exec(String(line))?.[1],
    ),
    ended.then(() => undefined),
  ]);
  if (url === undefined) throw new Error(`the mock of ${api} ended: ${mistakes.join('; ')}`);
  return {
    url,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    mistakes: () => mistakes,
    peakBytes: () => {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1024;
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
