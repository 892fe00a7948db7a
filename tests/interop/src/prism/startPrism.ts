import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

/** Prism's own proxy, which listens on 127.0.0.1. */
interface RunningPrism {
  readonly url: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts `prism proxy --errors` before a server; the document is a path. Rejects where Prism ends in place of listening. */
export async function startPrism(document: string, upstream: string): Promise<RunningPrism> {
  const program = createRequire(import.meta.url).resolve('@stoplight/prism-cli');
  const child = spawn(
    process.execPath,
    [program, 'proxy', '--errors', '--host', '127.0.0.1', '--port', '0', document, upstream],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const url = await new Promise<string>((resolve, reject) => {
    const log: string[] = [];
    // Read to the end, or Prism would wait for its log to be taken.
    createInterface({ input: child.stdout }).on('line', (line) => {
      log.push(line);
      const found = /Prism is listening on (http:\S+)/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => reject(new Error(`Prism ended:\n${log.join('\n')}`)));
    child.once('error', reject);
  });
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
