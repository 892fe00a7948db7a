import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, posix } from 'node:path';

/** How a file differs from what generation would write. */
export interface Mismatch {
  /** Path below the root, with slashes. */
  readonly path: string;
  readonly kind: 'missing' | 'edited' | 'stale';
}

/** Without what tools keep under node_modules, which git ignores. */
const filesIn = (root: string, path: string): string[] => {
  const place = join(root, path);
  if (!existsSync(place)) return [];
  if (!statSync(place).isDirectory()) return [path];
  return readdirSync(place)
    .filter((name) => name !== 'node_modules')
    .flatMap((name) => filesIn(root, posix.join(path, name)));
};

/** Compares the files on disk with those that were generated; `owned` are the folders and files that hold nothing else. */
export const mismatches = (
  root: string,
  owned: readonly string[],
  files: ReadonlyMap<string, string>,
): Mismatch[] => {
  const present = owned.flatMap((path) => filesIn(root, path));
  const changed = [...files].flatMap(([path, text]): Mismatch[] => {
    if (!present.includes(path)) return [{ path, kind: 'missing' }];
    return readFileSync(join(root, path), 'utf8') === text ? [] : [{ path, kind: 'edited' }];
  });
  const stale = present
    .filter((path) => !files.has(path))
    .map((path): Mismatch => ({ path, kind: 'stale' }));
  return [...changed, ...stale].toSorted((a, b) => (a.path < b.path ? -1 : 1));
};

/**
 * Makes the owned folders and files hold what was generated and nothing else. A file that is already right is not
 * touched, so that whoever reads it meanwhile never finds it missing.
 */
export const writeOutput = (
  root: string,
  owned: readonly string[],
  files: ReadonlyMap<string, string>,
): Mismatch[] => {
  const found = mismatches(root, owned, files);
  for (const { path, kind } of found) {
    const text = files.get(path);
    if (kind === 'stale' || text === undefined) rmSync(join(root, path));
    else {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  }
  return found;
};
