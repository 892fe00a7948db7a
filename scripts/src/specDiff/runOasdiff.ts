import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OasChange } from './sortChanges.ts';

const oasdiff = 'github.com/oasdiff/oasdiff@v1.35.0';

/** Why the comparison cannot be made, for people. */
export class SpecDiffError extends Error {
  override readonly name = 'SpecDiffError';
}

/** Compares two plain documents by oasdiff, which Go builds at its first use and keeps. */
export function runOasdiff(before: unknown, after: unknown): readonly OasChange[] {
  const folder = mkdtempSync(join(tmpdir(), 'spec-diff-'));
  try {
    const files = [before, after].map((document, index) => {
      const path = join(folder, `${index}.json`);
      writeFileSync(path, JSON.stringify(document));
      return path;
    });
    const output = execFileSync('go', ['run', oasdiff, 'changelog', '--format', 'json', ...files], {
      // Outside every Go module, so that none of them is read.
      cwd: folder,
      encoding: 'utf8',
      timeout: 600_000,
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return (JSON.parse(output.trim() || '[]') ?? []) as readonly OasChange[];
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { readonly stderr?: string };
    throw new SpecDiffError(
      code === 'ENOENT'
        ? `pnpm spec:diff needs Go, which builds ${oasdiff}; there is no 'go' on the PATH`
        : `${oasdiff} failed: ${stderr || String(error)}`,
      { cause: error },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
