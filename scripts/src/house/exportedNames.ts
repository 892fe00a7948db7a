import { basename } from 'node:path';
import { parseSync } from 'oxc-parser';
import type { SourceFile } from './workspace.ts';

/** Names that several files export on purpose, each with the reason. */
const parallelNames: Readonly<Record<string, string>> = {
  access: 'each client package answers the same question for its API',
  commandLine: 'each client package has one, and the command line reads them alike',
  curlSignIn: 'each client package has one, and the line that reproduces a finding uses it',
  errors: 'each client package has one class for each documented error',
};

/** The names that a file declares and exports; what it passes on from another file is not counted. */
function exportsOf({ path, text }: SourceFile): Set<string> {
  const names = parseSync(path, text)
    .module.staticExports.flatMap(({ entries }) => entries)
    .flatMap(({ moduleRequest, exportName }) =>
      moduleRequest === null ? [exportName.name ?? []].flat() : [],
    );
  return new Set(names);
}

/** Files of one name in parallel folders say one thing for two rooms; so do the two of a browser's variant. */
function placeOf(path: string): string {
  const name = basename(path).replace('.browser.ts', '.ts');
  if (/\/(kinds|sequences)\//.test(path)) return name;
  return path.replace('.browser.ts', '.ts');
}

/** One line for each exported name that two files declare: `name: a.ts, b.ts`. */
export function namesWithTwoMeanings(sources: readonly SourceFile[]): string[] {
  const declared = Map.groupBy(
    sources.flatMap((source) =>
      [...exportsOf(source)].map((name) => ({ name, path: source.path })),
    ),
    ({ name }) => name,
  );
  return [...declared]
    .filter(([name, places]) => {
      const different = new Set(places.map(({ path }) => placeOf(path)));
      return different.size > 1 && !Object.hasOwn(parallelNames, name);
    })
    .map(([name, places]) => `${name}: ${places.map(({ path }) => path).join(', ')}`)
    .toSorted();
}
