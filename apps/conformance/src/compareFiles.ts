import { readFile } from 'node:fs/promises';
import { UsageError } from '@oidc-admin/client/terminal';
import { compareReports, comparisonText, exitCodes, type Report } from '@oidc-admin/conformance';
import type { Console } from './processConsole.ts';

async function readReport(path: string): Promise<Report> {
  try {
    const report = JSON.parse(await readFile(path, 'utf8')) as Report;
    if (report.version === 1 && Array.isArray(report.targets)) return report;
  } catch (error) {
    throw new UsageError(`--compare ${path}: ${(error as Error).message}`, { cause: error });
  }
  throw new UsageError(`--compare ${path}: no report.json of this version`);
}

/** Prints how two reports differ; a clause that fails now and did not before gives exit code 1. */
export async function compareFiles(
  { before, after }: { readonly before: string; readonly after: string },
  { out }: Console,
): Promise<number> {
  const comparison = compareReports(await readReport(before), await readReport(after));
  out(comparisonText(comparison));
  return comparison.worse.length > 0 ? exitCodes.violations : exitCodes.conformant;
}
