import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = constants;

/**
 * The text of a file that a run of ours wrote; undefined where there is none. Throws an error that names it where it is something
 * else: a folder, a pipe or a device, on which nobody may wait, a link, or longer than such a file is.
 */
export function readOwnFile(path: string, mostBytes: number): string | undefined {
  let file: number;
  try {
    file = openSync(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    const reason = code === 'ELOOP' ? 'it is a link' : (code ?? 'unknown error');
    throw new Error(`${path} cannot be read: ${reason}`, { cause: error });
  }
  try {
    const found = fstatSync(file);
    if (!found.isFile()) throw new Error(`${path} is no file`);
    if (found.size > mostBytes) throw new Error(`${path} is too long to be a file of a run`);
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}
