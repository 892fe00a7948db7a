import { verdicts, type IncompleteReason, type Report, type ReportVerdict } from './report.ts';

/**
 * The command's exit code for each verdict; `docs/conformance.md` has the table. A mistake in the arguments is 2 as well. It is
 * 8 where the run went well and its report could not be written.
 */
export const exitCodes = {
  conformant: 0,
  withoutOperations: 0,
  expectedFailures: 0,
  violations: 1,
  incomplete: 2,
  flaky: 3,
  harness: 4,
  unreachable: 5,
  unauthorised: 6,
  rateLimited: 7,
  usage: 2,
  unwritten: 8,
} as const satisfies Readonly<Record<ReportVerdict | 'usage' | 'unwritten', number>>;

/** What the user accepts though it is not all green. */
export interface Accepted {
  /** What a missing credential leaves out; nothing else, and not that nothing was verified. */
  readonly incomplete?: boolean;
  /** Checks that fail now and then. */
  readonly flaky?: boolean;
}

const ofCode: Partial<Record<IncompleteReason['code'], ReportVerdict>> = {
  brokenCheck: 'harness',
  unreachable: 'unreachable',
  silent: 'unreachable',
  notSignedIn: 'unauthorised',
  rateLimited: 'rateLimited',
};

/** What a run is that did not see everything for this reason. */
export function verdictOfReason({ code }: IncompleteReason): ReportVerdict {
  return ofCode[code] ?? 'incomplete';
}

/** The exit code of a run. */
export function exitCodeOf(report: Report, accepted: Accepted = {}): number {
  const ownReasons = report.targets.flatMap(({ reasons }) => reasons);
  const forgiven =
    accepted.incomplete === true &&
    report.targets.every(({ coverage }) => coverage.run > 0) &&
    ownReasons.every(({ code }) => code === 'missingVariable');
  const { verdict } = report;
  if (verdict === 'incomplete' && forgiven) return exitCodes.conformant;
  if (verdict === 'flaky' && accepted.flaky === true) {
    const found = new Set(forgiven ? [] : ownReasons.map((reason) => verdictOfReason(reason)));
    return exitCodes[verdicts.find((one) => found.has(one)) ?? 'conformant'];
  }
  return exitCodes[verdict];
}
