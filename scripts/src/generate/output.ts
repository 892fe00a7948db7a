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
export interface FileDifference {
  /** Path below the root, with slashes. */
  readonly path: string;
  readonly kind: 'missing' | 'edited' | 'stale';
}

/** Compares the files on disk with those that were generated; `owned` are the folders and files that hold nothing else. */
export function differences(
  root: string,
  owned: readonly string[],
  files: ReadonlyMap<string, string>,
): FileDifference[] {
  return [...changedIn(root, files), ...staleIn(root, owned, files)].toSorted((a, b) =>
    a.path < b.path ? -1 : 1,
  );
}

/** Writes what is missing or differs. A file that is right is not touched, so that a program that reads it meanwhile finds it. */
export function writeFiles(root: string, files: ReadonlyMap<string, string>): FileDifference[] {
  const changed = changedIn(root, files);
  for (const { path } of changed) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), files.get(path) ?? '');
  }
  return changed;
}

/** Removes what is in the owned folders and is no longer generated. */
export function removeStale(
  root: string,
  owned: readonly string[],
  files: ReadonlyMap<string, string>,
): FileDifference[] {
  const stale = staleIn(root, owned, files);
  for (const { path } of stale) rmSync(join(root, path));
  return stale;
}

function changedIn(root: string, files: ReadonlyMap<string, string>): FileDifference[] {
  return [...files].flatMap(([path, text]): FileDifference[] => {
    const place = join(root, path);
    if (!existsSync(place)) return [{ path, kind: 'missing' }];
    return readFileSync(place, 'utf8') === text ? [] : [{ path, kind: 'edited' }];
  });
}

function staleIn(
  root: string,
  owned: readonly string[],
  files: ReadonlyMap<string, string>,
): FileDifference[] {
  return owned
    .flatMap((path) => filesIn(root, path))
    .filter((path) => !files.has(path))
    .map((path) => ({ path, kind: 'stale' }));
}

/** Without what tools keep under node_modules, which git ignores. */
function filesIn(root: string, path: string): string[] {
  const place = join(root, path);
  if (!existsSync(place)) return [];
  if (!statSync(place).isDirectory()) return [path];
  return readdirSync(place)
    .filter((name) => name !== 'node_modules')
    .flatMap((name) => filesIn(root, posix.join(path, name)));
}
