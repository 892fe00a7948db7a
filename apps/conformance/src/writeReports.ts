import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reportFiles, type Report } from '@oidc-admin/conformance';

/** A file of the reports that is not there, and why. */
export interface Unwritten {
  readonly path: string;
  readonly error: unknown;
}

/** A file is there as a whole or not at all, and only its owner reads it. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.part`, text, { mode: 0o600 });
  await rename(`${path}.part`, path);
}

/** Writes every form of a report. Answers those that could not be made or written; each is tried. */
export async function writeReports(
  report: Report,
  directory: string,
): Promise<readonly Unwritten[]> {
  const unwritten: Unwritten[] = [];
  for (const [name, make] of Object.entries(reportFiles)) {
    const path = join(directory, name);
    try {
      const made = make(report);
      if (typeof made === 'string') await writeWhole(path, made);
      else await writePages(directory, made);
    } catch (error) {
      unwritten.push({ path, error });
    }
  }
  return unwritten;
}

/** Writes pages that belong together, the one that opens first at last, and takes away those of a longer report before. */
async function writePages(directory: string, pages: ReadonlyMap<string, string>): Promise<void> {
  for (const [name, text] of [...pages].toReversed()) await writeWhole(join(directory, name), text);
  for (const name of await readdir(directory))
    if (/^index-\d+\.html$/.test(name) && !pages.has(name)) await rm(join(directory, name));
}
