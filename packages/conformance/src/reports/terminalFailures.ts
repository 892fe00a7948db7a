import { printable } from '@oidc-admin/client';
import { countsText } from './countsText.ts';
import { findingsOf, type ReportedFinding } from './findings.ts';
import { plainestFirst } from './plainestFirst.ts';
import type { CheckReport, ClauseReport, Report, TargetReport } from './report.ts';
import { saysAll, shownValue } from './shownValue.ts';
import { sideBySide } from './sideBySide.ts';
import { attemptsText, stepBefore, stepsOf, stepText } from './steps.ts';
import { whoseWord } from './whoseWord.ts';

/** The others show the same. */
const shownChecks = 1;
/** So many lines of what differed in a check. */
const mostLines = 8;
/** What one reads of a terminal: so many findings with all that is known, and so many more with a line each. */
const mostWhole = 8;
const mostFindings = 20;
/** So many names on a line. */
const mostNames = 4;

/** Whether a clause speaks of what a request leaves behind, so that the one before counts. */
function isOfBefore({ group, kind }: ClauseReport): boolean {
  return group === 'sequence' || kind === 'signIn';
}

function ofCheck(clause: ClauseReport, check: CheckReport, width: number): string[] {
  const differing = stepsOf(
    check,
    check.mismatches.filter((mismatch) => mismatch.clause === clause.id),
  ).flatMap(({ index, mismatches }) => [
    ...[stepText(check, index)].filter((line) => line !== ''),
    ...(isOfBefore(clause) ? [stepText(check, stepBefore(check, index))] : [])
      .filter((line) => line !== '')
      .map((line) => `after ${line}`),
    ...mismatches.flatMap((mismatch) => [
      mismatch.message,
      ...(saysAll(mismatch)
        ? []
        : sideBySide(
            ['expected', shownValue(mismatch.expected)],
            ['actual', shownValue(mismatch.actual)],
            width,
          ).map((line) => `  ${line}`)),
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

/** Names of clauses on one line, as many as one reads. */
function named(what: string, clauses: readonly ClauseReport[]): string[] {
  if (clauses.length === 0) return [];
  const more = clauses.length - mostNames;
  const names = clauses.slice(0, mostNames).map(({ id }) => id);
  return [`${what}: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`];
}

function heading({ id, status, binding, authority, source }: ClauseReport): string {
  return `${words[status]} ${id} (${binding}, ${whoseWord[authority]}: ${source.join(', ')})`;
}

function ofFinding(
  target: TargetReport,
  { clause, alike, explains }: ReportedFinding,
  width: number,
): string[] {
  const checks = plainestFirst(
    clause,
    target.checks.filter(({ mismatches }) =>
      mismatches.some((mismatch) => mismatch.clause === clause.id),
    ),
  );
  const more = checks.length - shownChecks;
  return [
    heading(clause),
    ...[
      clause.text,
      ...named('the same', alike),
      ...named('explains', explains),
      ...checks.slice(0, shownChecks).flatMap((check) => ofCheck(clause, check, width - 4)),
      ...(more > 0 ? [`and ${more} more check${more === 1 ? '' : 's'}: see the report`] : []),
    ].map((line) => `  ${line}`),
    '',
  ];
}

/** One line for a finding, with how many clauses are broken in the same way. */
function short({ clause: { id, status }, alike, explains }: ReportedFinding): string {
  const parts = [
    ...(alike.length > 0 ? [`the same ${alike.length} times more`] : []),
    ...(explains.length > 0 ? [`explains ${explains.length}`] : []),
  ];
  return `${words[status]} ${id}${parts.length === 0 ? '' : ` (${parts.join('; ')})`}`;
}

const order: readonly ClauseReport['status'][] = ['failed', 'flaky', 'warned'];

/**
 * How many clauses ended how, and then every finding, the worst first: what was expected and what came, what is broken in the same
 * way, what it explains, and a line that shows it again. The first ones as a whole, then a line each, and not more than one reads.
 */
export function terminalFailures(report: Report, width: number): string {
  const findings = report.targets
    .flatMap((target) => findingsOf(target).map((finding) => ({ target, finding })))
    .toSorted(
      (a, b) => order.indexOf(a.finding.clause.status) - order.indexOf(b.finding.clause.status),
    );
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
      .slice(0, mostWhole)
      .flatMap(({ target, finding }) => ofFinding(target, finding, width)),
    ...findings.slice(mostWhole, mostFindings).map(({ finding }) => short(finding)),
    ...(findings.length > mostWhole ? [''] : []),
    ...(more > 0 ? [`and ${more} more finding${more === 1 ? '' : 's'} in the report`, ''] : []),
  ]
    .map(printable)
    .join('\n');
}
