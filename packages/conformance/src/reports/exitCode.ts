import type { Report } from './report.ts';

/** The command's exit codes; `--help` explains them. */
export const exitCodes = {
  conformant: 0,
  expectedFailures: 0,
  violations: 1,
  incomplete: 2,
  usage: 2,
} as const;

/** `--accept-incomplete` forgives what a missing credential leaves out, nothing else, and not that nothing was verified. */
export function exitCodeOf(report: Report, acceptIncomplete: boolean): number {
  if (report.verdict !== 'incomplete' || !acceptIncomplete) return exitCodes[report.verdict];
  const forgiven = report.targets.every(
    ({ coverage, reasons }) =>
      coverage.run > 0 && reasons.every(({ code }) => code === 'missingVariable'),
  );
  return forgiven ? exitCodes.conformant : exitCodes.incomplete;
}
