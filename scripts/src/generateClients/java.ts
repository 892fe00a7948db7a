import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const missing = [
  'openapi-generator is a Java program, and there is no Java 11 or later here. Install one, then run the command again:',
  '  Debian, Ubuntu   apt-get install default-jre-headless',
  '  macOS            brew install openjdk',
  '  Windows          winget install EclipseAdoptium.Temurin.21.JRE',
].join('\n');

/** Runs Java, whose start is a good part of the time. Throws, and says what to install, where there is none. */
export async function java(args: readonly string[], cwd: string): Promise<void> {
  const run = promisify(execFile);
  // On macOS there is a program of that name that only says so.
  await run('java', ['-version'], { timeout: 30_000 }).catch((error: Error) => {
    throw new Error(missing, { cause: error });
  });
  await run('java', ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', ...args], {
    cwd,
    timeout: 300_000,
    maxBuffer: 64 * 1024 * 1024,
  });
}
