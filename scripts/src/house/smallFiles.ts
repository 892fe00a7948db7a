import type { SourceFile } from './workspace.ts';

/**
 * Files whose place or name another program asks for: entries of packages, one file for each kind, data of tests, tests
 * beside what they test, the server that the benchmark of signatures runs in a process of its own, and what a package's
 * import by condition stands for on Node.
 */
const entries =
  /bench\/wickrServer\.ts$|wickr-client\/src\/sha256\.ts$|\.test\.ts$|(^|\/)(index|main|vitest[.\w]*config|[\w]+\.browser|[\w]+\.d)\.ts$|\/(kinds|sequences|fixtures|test-fixtures|testing|test)\//;

/** One line for each file of fewer than ten lines that could be part of another: `path: lines`. */
export function filesTooSmall(sources: readonly SourceFile[]): string[] {
  return sources
    .filter(({ path }) => !entries.test(path))
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines < 10)
    .map(({ path, lines }) => `${path}: ${lines}`);
}
