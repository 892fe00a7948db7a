import { printable } from '@oidc-admin/client';
import { countsText } from './countsText.ts';
import type { CheckReport, ClauseReport, Report, TargetReport } from './report.ts';
import { shownValue } from './shownValue.ts';
import { sideBySide } from './sideBySide.ts';
import { attemptsText, stepsOf, stepText } from './steps.ts';
import { whoseWord } from './whoseWord.ts';

const shownChecks = 2;
/** So many lines of what differed in a check: two checks of a clause fit on a screen. */
const mostLines = 8;
/** What one reads of a terminal. */
const mostFindings = 20;

function ofCheck(clause: ClauseReport, check: CheckReport, width: number): string[] {
  const differing = stepsOf(
    check,
    check.mismatches.filter((mismatch) => mismatch.clause === clause.id),
  ).flatMap(({ index, mismatches }) => [
    ...[stepText(check, index)].filter((line) => line !== ''),
    ...mismatches.flatMap((mismatch) => [
      mismatch.message,
      ...sideBySide(
        ['expected', shownValue(mismatch.expected)],
        ['actual', shownValue(mismatch.actual)],
        width,
      ).map((line) => `  ${line}`),
    ]),
  ]);
  const more = differing.length - mostLines;
  // A line of curl is long, and in the report.
  const line = check.replay === undefined ? check.reproduce : check.replay;
  return [
    `check ${check.id}${attemptsText(check)}`,
    ...differing.slice(0, mostLines),
    ...(more > 0 ? [`and ${more} more line${more === 1 ? '' : 's'}: see the report`] : []),
    ...(line === undefined
      ? []
      : [`${check.replay === undefined ? 'reproduce' : 'replay'}: ${line}`]),
  ];
}

const words: Readonly<Record<ClauseReport['status'], string>> = {
  failed: 'FAILED',
  flaky: 'FLAKY',
  warned: 'WARNED',
  passed: 'PASSED',
  notRun: 'NOT RUN',
};

function ofClause(target: TargetReport, clause: ClauseReport, width: number): string[] {
  const checks = target.checks.filter(({ mismatches }) =>
    mismatches.some((mismatch) => mismatch.clause === clause.id),
  );
  const more = checks.length - shownChecks;
  return [
    `${words[clause.status]} ${clause.id} (${clause.binding}, ${whoseWord[clause.authority]}: ${clause.source.join(', ')})`,
    ...[
      clause.text,
      ...checks.slice(0, shownChecks).flatMap((check) => ofCheck(clause, check, width - 4)),
      ...(more > 0 ? [`and ${more} more check${more === 1 ? '' : 's'}: see the report`] : []),
    ].map((line) => `  ${line}`),
    '',
  ];
}

function isFinding({ status, expectedFailure }: ClauseReport): boolean {
  return (
    (status === 'failed' && expectedFailure === undefined) ||
    status === 'flaky' ||
    status === 'warned'
  );
}

const order: readonly ClauseReport['status'][] = ['failed', 'flaky', 'warned'];

/**
 * How many clauses ended how, and then every clause that failed unexpectedly or warned, the worst first, with what was
 * expected and what came, and a line that shows it again. At most a screen each, and not more of them than one reads.
 */
export function terminalFailures(report: Report, width: number): string {
  const findings = report.targets
    .flatMap((target) =>
      target.clauses.filter((clause) => isFinding(clause)).map((clause) => ({ target, clause })),
    )
    .toSorted((a, b) => order.indexOf(a.clause.status) - order.indexOf(b.clause.status));
  const hints = report.targets.flatMap(({ name, hint }) =>
    hint === undefined ? [] : [`${name}: ${hint}`, ''],
  );
  if (findings.length === 0) return hints.map(printable).join('\n');
  const more = findings.length - mostFindings;
  return [
    ...hints,
    countsText(report),
    '',
    ...findings
      .slice(0, mostFindings)
      .flatMap(({ target, clause }) => ofClause(target, clause, width)),
    ...(more > 0 ? [`and ${more} more finding${more === 1 ? '' : 's'} in the report`, ''] : []),
  ]
    .map(printable)
    .join('\n');
}
