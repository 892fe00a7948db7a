import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const program = join(import.meta.dirname, '../main.ts');

/** Runs `doctor --sign-in` in a process of its own; `signIn` gets the address that it prints, and answers the last page. */
export async function attendedDoctor(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  signIn: (url: string) => Promise<string>,
) {
  const child = spawn(process.execPath, [program, 'doctor', '--sign-in', ...args], {
    env: { PATH: '/usr/bin:/bin', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), 50_000);
  const texts = { out: '', err: '' };
  let page: Promise<string> | undefined;
  child.stdout.on('data', (chunk: Buffer) => (texts.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    texts.err += chunk.toString();
    const url = /^https:.*code_challenge=.*$/m.exec(texts.err)?.[0];
    if (url !== undefined) page ??= signIn(url);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  return { code, ...texts, page: await page };
}
