import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is counted: TypeScript that people write and that is no test, no fixture, no help for tests. */
function isWrittenByHand(path: string): boolean {
  return (
    /^(packages|apps|scripts|tests)\/.*\.ts$/.test(path) &&
    !/\.(test|slow|browser)\.ts$/.test(path) &&
    !/\/(generated|fixtures|test|testing|test-fixtures)\//.test(path) &&
    !path.endsWith('/testing.ts')
  );
}

/** Hand-written lines of a checkout by package: folder, lines. Only files that git knows count. */
export function countLines(root: string): Map<string, number> {
  const listed = execFileSync('git', ['ls-files'], {
    cwd: root,
    encoding: 'utf8',
  });
  const counts = new Map<string, number>();
  for (const path of listed.split('\n').filter(isWrittenByHand)) {
    const folder = path.split('/').slice(0, 2).join('/');
    const lines = linesOf(join(root, path));
    counts.set(folder, (counts.get(folder) ?? 0) + lines);
  }
  return counts;
}

/** Lines of a file; a file that was just deleted has none. */
function linesOf(path: string): number {
  try {
    return readFileSync(path, 'utf8').split('\n').length - 1;
  } catch {
    return 0;
  }
}

if (import.meta.main) {
  const counts = countLines(process.argv[2] ?? process.cwd());
  for (const [folder, lines] of [...counts].toSorted(([a], [b]) => a.localeCompare(b)))
    console.log(`${String(lines).padStart(7)} ${folder}`);
  const all = [...counts.values()].reduce((sum, lines) => sum + lines, 0);
  console.log(`${String(all).padStart(7)} all`);
}
