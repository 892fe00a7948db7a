import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockFile } from './lockFile.ts';
import { targetFileName } from './targetKeys.ts';

type Locked =
  | { readonly taken: true; release(): void }
  | { readonly taken: false; readonly reason: string };

/**
 * Keeps other runs on this machine off a target, by every key that it has in common with them. Each lock is a file in the
 * temporary directory; one whose process is gone is taken over. Throws an error that names a file that is no lock.
 */
export function lockTarget(url: string, keys: readonly string[] = [url]): Locked {
  const held: (() => void)[] = [];
  const release = (): void => {
    for (const one of held) one();
  };
  try {
    // In one order everywhere, so that of two runs one gets them all.
    for (const key of keys.toSorted()) {
      const path = join(tmpdir(), `${targetFileName(key)}.lock`);
      const lock = lockFile(path);
      if (!lock.taken) {
        release();
        const reason = `${url} is being checked by ${lock.holder}; the lock is ${path}`;
        return { taken: false, reason };
      }
      held.push(() => lock.release());
    }
  } catch (error) {
    release();
    throw error;
  }
  return { taken: true, release };
}
