import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
/** Where peers are kept that only the benchmark needs; nothing of it is committed. */
export const cache = join(root, 'node_modules/.cache/bench');

/** A server under load. */
export interface Peer {
  readonly name: string;
  readonly port: number;
  readonly pid: number;
  stop(): void;
}

/** A port that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Starts a server as a process of its own and waits until it answers. Its output goes to a file. */
export async function start(
  name: string,
  command: string,
  args: readonly string[],
  port: number,
): Promise<Peer> {
  mkdirSync(cache, { recursive: true });
  const log = openSync(join(cache, `${name.replaceAll(/\W+/g, '-')}.log`), 'w');
  const child: ChildProcess = spawn(command, args, { cwd: root, stdio: ['ignore', log, log] });
  const stop = (): void => void child.kill('SIGKILL');
  process.once('exit', stop);
  await responding(name, child, port);
  return { name, port, pid: child.pid ?? 0, stop };
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
  const folder = join(cache, 'prism');
  const bin = join(folder, 'node_modules/@stoplight/prism-cli/dist/index.js');
  if (!existsSync(bin)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '@stoplight/prism-cli@5.16.0'], {
      cwd: folder,
      stdio: 'inherit',
    });
  }
  return bin;
}

/** WireMock's JAR, which Maven brings when it is first needed; undefined where there is no Java or no Maven. */
export function wireMock(): string | undefined {
  try {
    execFileSync('java', ['-version'], { stdio: 'ignore' });
    execFileSync('mvn', ['-version'], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  const jar = join(cache, 'wiremock-standalone-3.13.1.jar');
  if (!existsSync(jar)) {
    mkdirSync(cache, { recursive: true });
    const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';
    const artifact = '-Dartifact=org.wiremock:wiremock-standalone:3.13.1';
    execFileSync('mvn', ['-q', '-B', copy, artifact, `-DoutputDirectory=${cache}`], {
      stdio: 'inherit',
    });
  }
  return jar;
}
