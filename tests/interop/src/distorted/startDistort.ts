import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const folder = fileURLToPath(new URL('../../../reference-servers/go', import.meta.url));

/** A proxy in a process of its own, which ends with this one. */
interface RunningDistort extends AsyncDisposable {
  readonly origin: string;
}

/** Compiles the proxy into a folder. */
export async function buildDistort(built: string): Promise<void> {
  const build = ['build', '-o', `${built}/`, './cmd/distort'];
  await promisify(execFile)('go', build, { cwd: folder, timeout: 180_000 });
}

/** Starts the proxy before a server, on 127.0.0.1 and a free port. Rejects where it does not listen. */
export async function startDistort(
  built: string,
  target: string,
  seed: number,
): Promise<RunningDistort> {
  const flags = ['-target', target, '-seed', String(seed), '-until-stdin-ends'];
  const child = spawn(`${built}/distort`, flags, { stdio: ['pipe', 'pipe', 'inherit'] });
  const origin = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the proxy ${flags.join(' ')} did not listen within a minute`));
    }, 60_000);
    child.once('exit', () => clearTimeout(timer));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /^listening on (http:\S+)/.exec(line)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(new URL(url).origin);
    });
    child.once('exit', () => reject(new Error(`the proxy ${flags.join(' ')} ended at once`)));
    child.once('error', reject);
  });
  return {
    origin,
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
