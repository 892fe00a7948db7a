import { spawn } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '@oidc-admin/conformance';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Where the reports are. */
  readonly directory: string;
  readonly report: () => Promise<Report>;
}

export interface Started {
  readonly ended: Promise<Ended>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Closes both outputs, as a window that is closed does. */
  readonly hangUp: () => void;
  /** The first group of what is matched, as soon as it is printed on standard error; rejects where the command ends before. */
  readonly printed: (wanted: RegExp) => Promise<string>;
}

const main = join(import.meta.dirname, '..', 'main.ts');

/** Starts the command as a shell would, with the variables given and no others of the runner's. */
export async function startConformance(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Started> {
  const directory = await mkdtemp(join(tmpdir(), 'conformance-run-'));
  const { PATH = '', HOME = '', TMPDIR = tmpdir() } = process.env;
  // What only reads what others wrote has no reports of its own.
  const reads = ['judge', 'proxy', 'verify'].includes(args[0] ?? '');
  const words = reads ? args : ['--report-dir', directory, ...args];
  const child = spawn(process.execPath, [main, ...words], {
    env: { PATH, HOME, TMPDIR, XDG_STATE_HOME: join(directory, 'state'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (texts.err += chunk.toString()));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({
        code,
        ...texts,
        directory,
        report: async () =>
          JSON.parse(await readFile(join(directory, 'report.json'), 'utf8')) as Report,
      }),
    );
  });
  const hangUp = (): void => {
    child.stdout.destroy();
    child.stderr.destroy();
  };
  const printed = (wanted: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = wanted.exec(texts.err)?.[1];
        if (found !== undefined) resolve(found);
      };
      child.stderr.on('data', look);
      look();
      void ended.then(({ err }) => reject(new Error(`it ended without that: ${err}`)));
    });
  return { ended, printed, kill: (signal) => void child.kill(signal), hangUp };
}

/** Runs the command to its end. */
export async function runConformance(
  args: readonly string[],
  environment?: Readonly<Record<string, string>>,
): Promise<Ended> {
  return (await startConformance(args, environment)).ended;
}
