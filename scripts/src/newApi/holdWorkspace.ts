import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { apisOf, readSpecifications } from '../generate/specification.ts';
import { SpecificationError } from '../generate/specificationError.ts';
import { NewApiError } from './newApiError.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Does work that changes the packages of the workspace: alone, and without being ended in the middle. `stopped` tells the signal by
 * which somebody asked for the end. Throws a `NewApiError`, and does nothing, where another one works.
 */
export async function holdWorkspace<Result>(
  root: string,
  work: (stopped: () => string | undefined) => Promise<Result>,
): Promise<Result> {
  const file = join(root, 'node_modules/.cache/join.lock');
  takeLock(file);
  let signal: string | undefined;
  const stop = (name: string): void => {
    signal ??= name;
  };
  for (const name of signals) process.on(name, stop);
  try {
    return await work(() => signal);
  } finally {
    for (const name of signals) process.off(name, stop);
    rmSync(file, { force: true });
  }
}

/** Throws a `NewApiError` where a specification has a mistake, all but one's: nothing could be generated then. */
export async function checkOthers(root: string, api: string): Promise<void> {
  const others = apisOf(root).filter((one) => one !== api);
  try {
    if (others.length > 0) await readSpecifications(root, others);
  } catch (error) {
    if (!(error instanceof SpecificationError)) throw error;
    throw new NewApiError(
      `nothing was changed, as nothing can be generated before this is mended:\n${error.message}`,
      1,
    );
  }
}

function takeLock(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const owner = Number(readFileSync(file, 'utf8'));
    if (isThere(owner))
      throw new NewApiError(
        `another API joins or leaves just now (process ${owner}); nothing was changed. Try again when it is done`,
        1,
      );
    // Its owner was killed.
    rmSync(file, { force: true });
    takeLock(file);
  }
}

function isThere(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
