import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache/bench');

/** The path of a file among those that only the benchmark needs; nothing of it is committed. */
export function cached(...names: readonly string[]): string {
  const path = join(cache, ...names);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

/** A server under load. */
export interface Peer {
  readonly port: number;
  readonly pid: number;
  stop(): void;
}

/** A port that is free at this moment. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/**
 * Starts a server on a free port, as a process of its own, and waits until it answers. Its output goes to a file below
 * `cache`; it ends with this process.
 */
export async function start(
  name: string,
  command: string,
  args: (port: number) => readonly string[],
): Promise<Peer> {
  const port = await freePort();
  const log = openSync(cached(`${name.replaceAll(/\W+/g, '-')}.log`), 'w');
  const child = spawn(command, args(port), { cwd: root, stdio: ['ignore', log, log] });
  const stop = (): void => {
    process.off('exit', stop);
    child.kill('SIGKILL');
  };
  process.once('exit', stop);
  await responding(name, child, port);
  return { port, pid: child.pid ?? 0, stop };
}

/** Starts one of the programs in this folder. */
export function startProgram(file: string, ...more: readonly string[]): Promise<Peer> {
  const path = join(import.meta.dirname, file);
  return start([file, ...more].join('-'), process.execPath, (port) => [
    path,
    String(port),
    ...more,
  ]);
}

async function responding(name: string, child: ChildProcess, port: number): Promise<void> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    if (child.exitCode !== null)
      throw new Error(`${name} ended with ${child.exitCode}; see ${cache}`);
    try {
      await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(2000) });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  throw new Error(`${name} did not answer within a minute; see ${cache}`);
}

/** Milliseconds that a process has computed so far; the kernel counts in hundredths of a second. */
export function computed(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Prism's own server, installed beside the workspace when it is first needed. */
export function prismCli(): string {
  const manifest = cached('prism', 'package.json');
  const bin = cached('prism', 'node_modules/@stoplight/prism-cli/dist/index.js');
  if (!existsSync(bin)) {
    writeFileSync(manifest, '{"private":true}');
    const install = ['install', '--no-audit', '--no-fund', '@stoplight/prism-cli@5.16.0'];
    execFileSync('npm', install, { cwd: dirname(manifest), stdio: 'inherit' });
  }
  return bin;
}

/** WireMock's JAR, which Maven brings when it is first needed; undefined where there is no Java or no Maven. */
export function wireMock(): string | undefined {
  try {
    for (const program of ['java', 'mvn']) execFileSync(program, ['-version'], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  const jar = cached('wiremock-standalone-3.13.1.jar');
  if (!existsSync(jar)) {
    const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';
    const artifact = '-Dartifact=org.wiremock:wiremock-standalone:3.13.1';
    const args = ['-q', '-B', copy, artifact, `-DoutputDirectory=${cache}`];
    execFileSync('mvn', args, { stdio: 'inherit' });
  }
  return jar;
}
