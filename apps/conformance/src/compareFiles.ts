import { compareReports, comparisonText, exitCodes } from '@oidc-admin/conformance';
import type { Console } from './processConsole.ts';
import { readReport } from './recordFile.ts';

/** Prints how two reports differ; a clause that fails now and did not before gives exit code 1. */
export async function compareFiles(
  { before, after }: { readonly before: string; readonly after: string },
  { out }: Console,
): Promise<number> {
  const comparison = compareReports(
    readReport('--compare', before),
    readReport('--compare', after),
  );
  out(comparisonText(comparison));
  return comparison.worse.length > 0 ? exitCodes.violations : exitCodes.conformant;
}
