import type { Report } from '../report/report.ts';

/** The command's exit codes; `--help` explains them. */
export const exitCodes = { conformant: 0, violations: 1, incomplete: 2, usage: 2 } as const;

/** `--accept-incomplete` forgives what a missing credential leaves out, not that nothing was verified. */
export const exitCodeOf = (report: Report, acceptIncomplete: boolean): number => {
  if (report.verdict !== 'incomplete' || !acceptIncomplete) return exitCodes[report.verdict];
  const empty = report.targets.some(({ coverage }) => coverage.run === 0);
  return empty ? exitCodes.incomplete : exitCodes.conformant;
};
