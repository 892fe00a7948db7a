import { printable } from '@oidc-admin/client';
import { levelTexts } from '../runner/runParameters.ts';
import { isAtLevel } from './clauseReports.ts';
import type { Report, ReportVerdict, TargetReport } from './report.ts';

function table(rows: readonly (readonly string[])[]): string[] {
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '0 %' : `${Math.floor((100 * part) / whole)} %`;
}

/** Which level was run, and which share of the clauses it covers. */
export function coverageLine({
  level,
  strict,
  coverage: { clauses, atLevel, run },
}: TargetReport): string {
  return (
    `level ${levelTexts[level]}${level === 'default' ? ' (changes nothing)' : ''}${strict ? ', strict' : ''}: ${run} of the ${atLevel} clauses of this level verified, ` +
    `${percent(run, clauses)} of all ${clauses}`
  );
}

const unfinished = {
  incomplete: 'INCOMPLETE',
  harness: 'INCOMPLETE: a check of this tool is broken; the target is not to blame',
  unreachable: 'UNREACHABLE: the target did not answer',
  unauthorised: 'UNAUTHORISED: the target refused the credentials',
  rateLimited: 'RATE LIMITED: the target answered 429, and the run is incomplete',
} as const satisfies Partial<Record<ReportVerdict, string>>;

function isIncomplete(verdict: ReportVerdict): verdict is keyof typeof unfinished {
  return verdict in unfinished;
}

/** How many operations the server does not have. */
function withoutText({ unsupported: { length } }: TargetReport): string {
  return length === 0 ? '' : `, without ${length} operation${length === 1 ? '' : 's'}`;
}

/** What the server does not have, and how much of the specification that leaves out. */
function unsupportedLines({ unsupported, clauses }: TargetReport): string[] {
  if (unsupported.length === 0) return [];
  const left = clauses.filter(({ code }) => code === 'unsupported').length;
  return [
    ...unsupported.map(({ operation, reason, answers }) =>
      answers
        ? `STALE: ${operation} is said to be unsupported, and it answers rightly: remove the entry`
        : `without ${operation}: ${reason}`,
    ),
    `not run for want of these operations: ${left} clause${left === 1 ? '' : 's'}`,
  ];
}

function verdictLine(target: TargetReport): string {
  const failed = target.clauses.filter(
    ({ status, expectedFailure }) => status === 'failed' && expectedFailure === undefined,
  ).length;
  const expected = target.clauses.filter(
    ({ expectedFailure }) => expectedFailure !== undefined,
  ).length;
  const also = expected === 0 ? '' : `, ${expected} expected by the baseline`;
  const without = withoutText(target);
  if (target.verdict === 'violations')
    return `VIOLATIONS: ${failed} clause${failed === 1 ? '' : 's'} failed${also}${without}`;
  const flaky = target.clauses.filter(({ status }) => status === 'flaky').length;
  if (target.verdict === 'flaky')
    return `FLAKY: ${flaky} clause${flaky === 1 ? '' : 's'} failed now and then${also}${without}`;
  if (isIncomplete(target.verdict)) return `${unfinished[target.verdict]}${also}${without}`;
  const { run, atLevel } = target.coverage;
  const part = run < atLevel ? `, as far as it was checked: ${run} of ${atLevel} clauses` : '';
  if (target.verdict === 'expectedFailures')
    return `CONFORMANT BUT FOR ${expected} EXPECTED FAILURE${expected === 1 ? '' : 'S'}${without}${part}`;
  if (target.verdict === 'withoutOperations')
    return `CONFORMANT FOR WHAT IT HAS at this level${without}${part}`;
  return `CONFORMANT at this level${part}`;
}

/** So many clauses are listed for each reason; the report has all. */
const mostListed = 8;

/** Clauses that this level covers and that were not run, though their check was selected. */
function notRunLines(target: TargetReport): string[] {
  const left = target.clauses.filter(
    ({ status, level, code }) =>
      status === 'notRun' &&
      isAtLevel(level, target.level) &&
      code !== 'notSelected' &&
      code !== 'unsupported' &&
      code !== 'leftOut',
  );
  return [...Map.groupBy(left, ({ reason = '' }) => reason)].flatMap(([reason, clauses]) => [
    `not run: ${reason}`,
    ...clauses.slice(0, mostListed).map(({ id }) => `  ${id}`),
    ...(clauses.length > mostListed
      ? [`  and ${clauses.length - mostListed} more in the report`]
      : []),
  ]);
}

/** What a quick run did not do. */
function quickLines({ leftOut, clauses }: TargetReport): string[] {
  if (leftOut.length === 0) return [];
  const unverified = clauses.filter(({ code }) => code === 'leftOut').length;
  return [`quick: ${leftOut.length} checks left out; clauses that only they verify: ${unverified}`];
}

/** What breaks the vendor's word, apart from what differs from ours: one line for each that there is. */
export function brokenLines({ broken: { documented, observed, reading } }: TargetReport): string[] {
  const lines: readonly (readonly [number, string])[] = [
    [documented, 'breaks what the vendor or a standard documents'],
    [observed, 'differs from what was only observed elsewhere'],
    [reading, 'differs from our reading'],
  ];
  return lines.flatMap(([count, what]) =>
    count === 0 ? [] : [`${what}: ${count} clause${count === 1 ? '' : 's'}`],
  );
}

function ofTarget(target: TargetReport): string[] {
  return [
    `${target.name}: ${target.title} ${target.specification} at ${target.embedded ? 'the embedded mock' : target.url}`,
    '',
    ...table([
      ['clauses of', 'passed', 'failed', 'flaky', 'warned', 'not run', 'not at this level'],
      ...target.summary.map((row) => [
        row.owner,
        ...[row.passed, row.failed, row.flaky, row.warned, row.notRun, row.notAtLevel].map(String),
      ]),
    ]),
    '',
    coverageLine(target),
    requestsLine(target),
    ...unsupportedLines(target),
    ...notRunLines(target),
    ...quickLines(target),
    ...brokenLines(target),
    ...target.reasons.map(({ text }) => `incomplete: ${text}`),
    verdictLine(target),
  ];
}

/** How many requests the checks sent, how many more by checks that repeat or wait on purpose, and how long the run waited. */
export function requestsLine({ requests, repeats, waited }: TargetReport): string {
  return [
    // What was sent before the checks, such as a sign-in, is not counted.
    requests === 0 ? 'no check sent a request' : `${requests} requests`,
    ...(repeats === 0 ? [] : [`and ${repeats} of checks that repeat or wait on purpose`]),
    ...(waited < 50 ? [] : [`waited ${(waited / 1000).toFixed(1)} s on purpose`]),
  ].join(', ');
}

/** The table of clauses by operation for each target, what was covered, and the verdict. */
export function terminalSummary(report: Report): string {
  return [
    ...report.targets.flatMap((target) => [...ofTarget(target), '']),
    ...report.staleExpectations.map(({ clause, target }) =>
      target === undefined
        ? `STALE: the baseline expects ${clause} to fail, and it passes: remove the entry`
        : `STALE: ${clause} is expected to fail at ${target}, and it passes: remove the entry`,
    ),
    `seed ${report.seed}, ${(report.milliseconds / 1000).toFixed(1)} s`,
    '',
  ]
    .map(printable)
    .join('\n');
}
