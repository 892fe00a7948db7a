import { readFile } from 'node:fs/promises';
import { comparisonText, compareReports } from '../reports/compareReports.ts';
import type { Report } from '../reports/report.ts';
import { exitCodes } from './exitCode.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

const read = async (path: string): Promise<Report> => {
  try {
    const report = JSON.parse(await readFile(path, 'utf8')) as Report;
    if (report.version === 1 && Array.isArray(report.targets)) return report;
  } catch (error) {
    throw new UsageError(`--compare ${path}: ${(error as Error).message}`, { cause: error });
  }
  throw new UsageError(`--compare ${path}: no report.json of this version`);
};

/** Prints how two reports differ; a clause that fails now and did not before gives exit code 1. */
export const compare = async (
  before: string,
  after: string,
  { out }: Terminal,
): Promise<number> => {
  const comparison = compareReports(await read(before), await read(after));
  out(comparisonText(comparison));
  return comparison.worse.length > 0 ? exitCodes.violations : exitCodes.conformant;
};
