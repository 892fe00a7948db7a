import type { ExpectedFailure } from '../runner/runParameters.ts';
import { verdicts, type Report, type ReportVerdict, type TargetReport } from './report.ts';

/** Entries whose clause was verified and failed nowhere: what was expected to be broken has been mended. */
function stale(
  expected: readonly ExpectedFailure[],
  targets: readonly TargetReport[],
): ExpectedFailure[] {
  return expected.filter((entry) => {
    const clauses = targets
      .filter(({ name }) => entry.target === undefined || entry.target === name)
      .flatMap((target) => target.clauses);
    const statuses = clauses.filter(({ id }) => id === entry.clause).map(({ status }) => status);
    return (
      statuses.includes('passed') &&
      !statuses.some((status) => ['failed', 'flaky', 'warned'].includes(status))
    );
  });
}

function worst(found: readonly ReportVerdict[]): ReportVerdict {
  return verdicts.find((verdict) => found.includes(verdict)) ?? 'conformant';
}

/** The report of a run over all its targets. */
export function wholeReport(
  targets: readonly TargetReport[],
  run: Pick<Report, 'started' | 'ended' | 'tool' | 'milliseconds' | 'seed'> & {
    readonly expected: readonly ExpectedFailure[];
  },
): Report {
  const { expected, ...times } = run;
  const staleExpectations = stale(expected, targets);
  return {
    version: 1,
    ...times,
    verdict:
      staleExpectations.length > 0 ? 'violations' : worst(targets.map(({ verdict }) => verdict)),
    targets,
    staleExpectations,
  };
}
