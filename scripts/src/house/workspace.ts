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
  /** Entries of `exports` and `imports`, as the manifest writes them. */
  readonly entries: Readonly<Record<string, unknown>>;
};

/** One TypeScript file of the workspace; its path is below the root, with slashes. */
export type SourceFile = { readonly path: string; readonly text: string };

type Manifest = {
  readonly name: string;
  readonly exports?: string | Readonly<Record<string, unknown>>;
  readonly imports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
};

/** What is installed, remembered or built: what was packed lies in `dist`. */
const notSources = new Set(['node_modules', '.turbo', 'dist']);

/** Lists files below a folder, without what is installed or built; paths are below the root, with slashes, sorted. */
export function listFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isFile()) return [path];
      return entry.isDirectory() && !notSources.has(entry.name) ? listFiles(root, path) : [];
    })
    .toSorted();
}

function foldersOf(root: string, pattern: string): string[] {
  return pattern.endsWith('/*')
    ? readdirSync(join(root, pattern.slice(0, -2))).map((name) => pattern.slice(0, -1) + name)
    : [pattern];
}

/** Reads every package that pnpm-workspace.yaml names. */
export function readWorkspace(root: string): WorkspacePackage[] {
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
      dependencies: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }),
      devDependencies: Object.keys(manifest.devDependencies ?? {}),
      verbs: Object.keys(manifest.scripts ?? {}),
      entries: {
        ...(typeof manifest.exports === 'string' ? { '.': manifest.exports } : manifest.exports),
        ...manifest.imports,
      },
      sources: listFiles(root, folder).filter(
        (path) =>
          path.endsWith('.ts') &&
          // There is what goes into the clients that openapi-generator makes, and what calls them.
          !path.includes('/languages/') &&
          !inner.some((other) => path.startsWith(`${other}/`)),
      ),
    };
  });
}

/** Reads every TypeScript file of the workspace, without those that generation writes. */
export function readSources(root: string): SourceFile[] {
  return readWorkspace(root)
    .flatMap(({ sources }) => sources)
    .filter((path) => !path.includes('/generated/'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

const notWritten = new Set(['.git', 'dist', 'coverage', 'generated-clients', 'reports']);

/** Every file of the tree, without what is installed or written on demand; paths below the root. */
export function listTree(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter(({ name }) => !notSources.has(name) && !notWritten.has(name))
    .flatMap((entry) => (entry.isDirectory() ? listFiles(root, entry.name) : [entry.name]));
}

/** Reads every Markdown page of the tree, generated ones included. */
export function readPages(root: string): SourceFile[] {
  return listTree(root)
    .filter((path) => path.endsWith('.md'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}
