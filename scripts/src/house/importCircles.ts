import { posix } from 'node:path';
import { importsOf } from './importRules.ts';
import type { WorkspacePackage } from './workspace.ts';

/** The files of one entry of a manifest: every condition counts, since each is used by some build. */
function targetsOf(entry: unknown): string[] {
  if (typeof entry === 'string') return [entry];
  return typeof entry === 'object' && entry !== null
    ? Object.values(entry).flatMap((one) => targetsOf(one))
    : [];
}

function filesOfEntry(owner: WorkspacePackage, entry: string): string[] {
  return Object.entries(owner.entries).flatMap(([key, target]) => {
    const [before = '', after = ''] = key.split('*');
    const matches = key.includes('*')
      ? entry.startsWith(before) && entry.endsWith(after)
      : entry === key;
    const star = entry.slice(before.length, entry.length - after.length);
    return matches
      ? targetsOf(target).map((path) => posix.join(owner.folder, path.replace('*', star)))
      : [];
  });
}

/** The files that an import may load; none for a library or a builtin. */
function filesOfImport(
  specifier: string,
  path: string,
  owner: WorkspacePackage,
  workspace: readonly WorkspacePackage[],
): string[] {
  if (specifier.startsWith('.')) return [posix.join(posix.dirname(path), specifier)];
  if (specifier.startsWith('#')) return filesOfEntry(owner, specifier);
  return workspace
    .filter(({ name }) => specifier === name || specifier.startsWith(`${name}/`))
    .flatMap((other) => filesOfEntry(other, `.${specifier.slice(other.name.length)}`));
}

/** Which file of the workspace imports which, types and dynamic imports counted. */
export function importGraph(
  workspace: readonly WorkspacePackage[],
  readSource: (path: string) => string,
): Map<string, string[]> {
  return new Map(
    workspace.flatMap((owner) =>
      owner.sources.map((path): [string, string[]] => [
        path,
        importsOf(path, readSource(path)).flatMap((specifier) =>
          filesOfImport(specifier, path, owner, workspace),
        ),
      ]),
    ),
  );
}

/** A shortest way from a file back to itself. */
function circleThrough(start: string, graph: ReadonlyMap<string, string[]>): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const path of queue) {
    for (const next of graph.get(path) ?? []) {
      if (next === start) {
        const way = [path];
        for (let at = path; at !== start;) way.unshift((at = cameFrom.get(at) ?? start));
        return way;
      }
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, path);
      queue.push(next);
    }
  }
  return undefined;
}

/** One line for each circle of imports: `a.ts -> b.ts -> a.ts`, from its first file in the alphabet. */
export function importCircles(graph: ReadonlyMap<string, string[]>): string[] {
  const circles = [...graph.keys()].flatMap((path) => {
    const circle = circleThrough(path, graph);
    if (circle === undefined) return [];
    const first = circle.indexOf(circle.toSorted()[0] ?? '');
    const rotated = [...circle.slice(first), ...circle.slice(0, first)];
    return [[...rotated, rotated[0]].join(' -> ')];
  });
  return [...new Set(circles)].toSorted();
}
