import { readFile } from 'node:fs/promises';
import { UsageError } from '@oidc-admin/client/terminal';
import type { Report } from '@oidc-admin/conformance';

/** Reads a report.json that an option names. Throws a `UsageError` that names both. */
export async function readReport(option: string, path: string): Promise<Report> {
  try {
    const report = JSON.parse(await readFile(path, 'utf8')) as Report;
    if (report.version === 1 && Array.isArray(report.targets)) return report;
  } catch (error) {
    throw new UsageError(`${option} ${path}: ${(error as Error).message}`, { cause: error });
  }
  throw new UsageError(`${option} ${path}: no report.json of this version`);
}
