import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** One package of the workspace: its folder, its manifest's dependencies, its TypeScript files. */
export type WorkspacePackage = {
  /** Folder below the root, with slashes: `packages/model`. */
  readonly folder: string;
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  /** Names of its scripts: what turbo may run. */
  readonly verbs: readonly string[];
  /** Paths below the root, with slashes. */
  readonly sources: readonly string[];
};

type Manifest = {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
};

const notSources = new Set(['node_modules', '.turbo']);

/** Lists files below a folder, without installed packages; paths are below the root, with slashes, sorted. */
export const listFiles = (root: string, folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isFile()) return [path];
      return entry.isDirectory() && !notSources.has(entry.name) ? listFiles(root, path) : [];
    })
    .toSorted();

const foldersOf = (root: string, pattern: string): string[] =>
  pattern.endsWith('/*')
    ? readdirSync(join(root, pattern.slice(0, -2))).map((name) => pattern.slice(0, -1) + name)
    : [pattern];

/** Reads every package that pnpm-workspace.yaml names. */
export const readWorkspace = (root: string): WorkspacePackage[] => {
  const { packages } = parse(readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')) as {
    packages: readonly string[];
  };
  const folders = packages
    .flatMap((pattern) => foldersOf(root, pattern))
    .filter((folder) => existsSync(join(root, folder, 'package.json')));
  return folders.map((folder) => {
    const manifest = JSON.parse(
      readFileSync(join(root, folder, 'package.json'), 'utf8'),
    ) as Manifest;
    // One package may lie within another's folder.
    const inner = folders.filter((other) => other.startsWith(`${folder}/`));
    return {
      folder,
      name: manifest.name,
      dependencies: Object.keys(manifest.dependencies ?? {}),
      devDependencies: Object.keys(manifest.devDependencies ?? {}),
      verbs: Object.keys(manifest.scripts ?? {}),
      sources: listFiles(root, folder).filter(
        (path) => path.endsWith('.ts') && !inner.some((other) => path.startsWith(`${other}/`)),
      ),
    };
  });
};
