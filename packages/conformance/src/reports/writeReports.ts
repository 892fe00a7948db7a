import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reportHtml } from './html/reportHtml.ts';
import { junit } from './junit.ts';
import type { Report } from './report.ts';

/** A file is there as a whole or not at all. */
const write = async (path: string, text: string): Promise<void> => {
  await writeFile(`${path}.part`, text);
  await rename(`${path}.part`, path);
};

/** Writes `report.json`, `junit.xml` and `index.html` into a directory, which is made where it is not there. */
export const writeReports = async (report: Report, directory: string): Promise<void> => {
  await mkdir(directory, { recursive: true });
  await write(join(directory, 'report.json'), `${JSON.stringify(report, undefined, 1)}\n`);
  await write(join(directory, 'junit.xml'), junit(report));
  await write(join(directory, 'index.html'), reportHtml(report));
};
