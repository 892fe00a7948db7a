import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** What a process did. */
export interface ChildResult {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
  /** The files that it wrote, by their paths. */
  readonly written: Readonly<Record<string, string>>;
  readonly milliseconds: number;
  /** The most memory that it had. */
  readonly megabytes: number;
}

/** Loaded into each process before anything else: says at its end how much memory it had at most. */
const reportPeak = `import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)));`;

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isFile());
}

interface ChildOptions {
  readonly input?: string;
  readonly longestMs: number;
}

/** Runs a program of this repository with nothing but the given environment, in a folder of its own. */
export async function runChild(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  options: ChildOptions,
): Promise<ChildResult> {
  const directory = mkdtempSync(join(tmpdir(), 'hostile-'));
  try {
    return await runIn(directory, [program, ...args], environment, options);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function runIn(
  directory: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  { input = '', longestMs }: ChildOptions,
): Promise<ChildResult> {
  const started = performance.now();
  const child = spawn(process.execPath, words, {
    cwd: directory,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: directory,
      TMPDIR: directory,
      XDG_STATE_HOME: directory,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(reportPeak)}`,
      NODE_COMPILE_CACHE: join(tmpdir(), 'hostile-compile-cache'),
      PEAK_FILE: join(directory, 'peak'),
      ...environment,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), longestMs);
  const texts = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (texts.err += chunk.toString()));
  child.stdin.end(input);
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  clearTimeout(timer);
  const milliseconds = performance.now() - started;
  const { peak = '', ...written } = Object.fromEntries(
    filesBelow(directory).map((path) => [relative(directory, path), readFileSync(path, 'utf8')]),
  );
  // None where it ended by a signal.
  const megabytes = peak === '' ? Number.NaN : Number(peak) / 1024;
  return { code, signal, ...texts, written, milliseconds, megabytes };
}
