import type { Contract } from '@oidc-admin/contract';
import { checksOf } from '../checks/checksOf.ts';
import type {
  ExpectedFailure,
  Level,
  RunParameters,
  Software,
  UnsupportedOperation,
} from '../runner/runParameters.ts';
import { withoutOperations } from '../runner/withoutOperations.ts';
import { alikeClauses } from './alike.ts';
import { clauseReports, isAtLevel, type PlannedCheck } from './clauseReports.ts';
import { verdictOfReason } from './exitCode.ts';
import { hintOf } from './hintOf.ts';
import { reasonsIn } from './reasonsIn.ts';
import {
  verdicts,
  type CheckReport,
  type ClauseReport,
  type Counts,
  type ReportVerdict,
  type SummaryRow,
  type TargetReport,
  type IncompleteReason,
} from './report.ts';
import { reachOf, rootCauses } from './rootCauses.ts';
import { unsupportedClauses } from './unsupportedClauses.ts';
import { brokenWords } from './whoseWord.ts';

interface TargetRun {
  readonly contract: Contract;
  readonly target: RunParameters['target'];
  readonly specificationHash?: string;
  readonly existing?: Readonly<Record<string, readonly string[]>>;
  readonly software?: Software;
  readonly level: Level;
  readonly strict: boolean;
  readonly planned: readonly PlannedCheck[];
  readonly results: readonly CheckReport[];
  /** Why the run is incomplete, other than missing credentials: not reached, not signed in, stopped. */
  readonly reasons: readonly IncompleteReason[];
  /** Ids of the checks that a quick run did not do. */
  readonly leftOut?: readonly string[];
  readonly expected: readonly ExpectedFailure[];
  readonly unsupported?: readonly UnsupportedOperation[];
  /** Milliseconds that were spent waiting on purpose. */
  readonly waited?: number;
  /** Those of them that answered rightly. */
  readonly answered?: readonly string[];
}

function countBy(clauses: readonly ClauseReport[]): Counts {
  const count = (status: ClauseReport['status']): number =>
    clauses.filter((clause) => clause.status === status).length;
  return {
    passed: count('passed'),
    failed: count('failed'),
    flaky: count('flaky'),
    warned: count('warned'),
    notRun: count('notRun'),
  };
}

function summaryOf(
  contract: Contract,
  clauses: readonly ClauseReport[],
  level: Level,
): SummaryRow[] {
  const owners = [
    ...contract.operations.map(({ id }) => id),
    ...contract.resources.map(({ name }) => name),
  ];
  return owners.map((owner) => {
    const own = clauses.filter(({ operation, resource }) => (operation ?? resource) === owner);
    const counts = countBy(own);
    const notAtLevel = own.filter(
      (one) => one.status === 'notRun' && !isAtLevel(one.level, level),
    ).length;
    return { owner, ...counts, notRun: counts.notRun - notAtLevel, notAtLevel };
  });
}

function verdictOf(
  clauses: readonly ClauseReport[],
  reasons: readonly IncompleteReason[],
  lacksOperations: boolean,
  isStale: boolean,
): ReportVerdict {
  const found = new Set<ReportVerdict>([
    ...clauses.flatMap(({ status, expectedFailure }): readonly ReportVerdict[] => {
      if (status === 'flaky') return ['flaky'];
      if (status !== 'failed') return [];
      return [expectedFailure === undefined ? 'violations' : 'expectedFailures'];
    }),
    ...(isStale ? (['violations'] as const) : []),
    ...(lacksOperations ? (['withoutOperations'] as const) : []),
    ...reasons.map((reason) => verdictOfReason(reason)),
  ]);
  return verdicts.find((verdict) => found.has(verdict)) ?? 'conformant';
}

function countRequests(
  results: readonly CheckReport[],
  planned: readonly PlannedCheck[],
): Pick<TargetReport, 'requests' | 'repeats'> {
  const waits = new Set(planned.filter((check) => check.waits === true).map(({ id }) => id));
  const sum = (of: readonly CheckReport[]): number =>
    of.reduce((total, { exchanges }) => total + exchanges.length, 0);
  return {
    requests: sum(results.filter(({ id }) => !waits.has(id))),
    repeats: sum(results.filter(({ id }) => waits.has(id))),
  };
}

function byId(a: CheckReport, b: CheckReport): number {
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

/** A sentence as it reads where every SHOULD counts. */
function mustText(text: string): string {
  return text.replaceAll(/\bshould\b/g, 'must');
}

/** Puts together what was found at one target. The order of the results does not matter. */
export function targetReport(run: TargetRun): TargetReport {
  const { contract, target, level, strict, planned, results, expected, leftOut = [] } = run;
  const reasonOf = new Map(
    expected
      .filter((entry) => entry.target === undefined || entry.target === target.name)
      .map(({ clause, reason }) => [clause, reason]),
  );
  const reach = reachOf(contract, results);
  const sorted = rootCauses(contract, results.toSorted(byId), new Set(reasonOf.keys()));
  const { unsupported = [], answered = [] } = run;
  const names = unsupported.map(({ operation }) => operation);
  const served = withoutOperations(contract, names);
  const possible = names.length === 0 ? [] : checksOf(served);
  const found = unsupportedClauses(
    clauseReports(contract, planned, sorted, level, reach, new Set(leftOut)),
    unsupported,
    new Set(possible.flatMap((check) => check.clauses)),
  ).map((one): ClauseReport => {
    const clause = strict ? { ...one, text: mustText(one.text) } : one;
    const expectedFailure = clause.status === 'failed' ? reasonOf.get(clause.id) : undefined;
    return expectedFailure === undefined ? clause : { ...clause, expectedFailure };
  });
  const alike = alikeClauses(contract, found, sorted);
  const clauses = found.map((clause): ClauseReport => {
    const same = alike.get(clause.id);
    return same === undefined ? clause : { ...clause, alike: same };
  });
  const verified = clauses.filter(({ status }) => status !== 'notRun').length;
  const reasons = [
    ...run.reasons,
    // A run that was refused has said so itself.
    ...reasonsIn({ contract: served, level, strict, clauses, results: sorted, reach }).filter(
      ({ code }) => code !== 'nothingVerified' || run.reasons.every((one) => one.code !== code),
    ),
  ];
  return {
    name: target.name,
    api: contract.api,
    title: contract.title,
    specification: contract.version,
    ...(run.specificationHash !== undefined && { specificationHash: run.specificationHash }),
    url: target.url,
    embedded: target.embedded,
    ...(target.faults !== undefined && { faults: target.faults }),
    level,
    strict,
    verdict: verdictOf(clauses, reasons, unsupported.length > 0, answered.length > 0),
    reasons,
    ...hintOf(results, target.url),
    leftOut,
    ...(run.existing !== undefined && { existing: run.existing }),
    ...(run.software !== undefined && { software: run.software }),
    unsupported: unsupported.map((one) => ({ ...one, answers: answered.includes(one.operation) })),
    coverage: {
      clauses: clauses.length,
      atLevel: clauses.filter((one) => one.code !== 'unsupported' && isAtLevel(one.level, level))
        .length,
      run: verified,
    },
    broken: brokenWords(clauses),
    ...countRequests(results, planned),
    waited: run.waited ?? 0,
    summary: summaryOf(contract, clauses, level),
    clauses,
    checks: sorted,
  };
}
