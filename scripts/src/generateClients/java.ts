import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const missing = [
  'openapi-generator is a Java program, and there is no Java 11 or later here. Install one, then run the command again:',
  '  Debian, Ubuntu   apt-get install default-jre-headless',
  '  macOS            brew install openjdk',
  '  Windows          winget install EclipseAdoptium.Temurin.21.JRE',
].join('\n');

/** Throws where there is no Java, and says what to install. */
export async function requireJava(): Promise<void> {
  // On macOS there is a program of that name that only says so.
  await promisify(execFile)('java', ['-version'], { timeout: 30_000 }).catch((error: Error) => {
    throw new Error(missing, { cause: error });
  });
}

/** Runs Java, whose start is a good part of the time. */
export async function java(args: readonly string[], cwd: string): Promise<void> {
  await promisify(execFile)('java', ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', ...args], {
    cwd,
    timeout: 300_000,
    maxBuffer: 64 * 1024 * 1024,
  });
}
