import type { CheckReport, ClauseReport, Report, TargetReport } from './report.ts';
import { shownValue } from './shownValue.ts';
import { sideBySide } from './sideBySide.ts';
import { attemptsText, stepsOf, stepText } from './steps.ts';
import { whoseWord } from './whoseWord.ts';

function ofCheck(clause: ClauseReport, check: CheckReport, width: number): string[] {
  return [
    `check ${check.id}${attemptsText(check)}`,
    ...stepsOf(
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
    ]),
    ...(check.replay === undefined ? [] : [`replay: ${check.replay}`]),
    ...(check.reproduce === undefined ? [] : [`reproduce: ${check.reproduce}`]),
  ];
}

const shownChecks = 2;

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

/** Every clause that failed unexpectedly or warned, with what was expected and what came, and a line that shows it again. */
export function terminalFailures(report: Report, width: number): string {
  return report.targets
    .flatMap((target) => [
      ...(target.hint === undefined ? [] : [`${target.name}: ${target.hint}`, '']),
      ...target.clauses
        .filter(
          ({ status, expectedFailure }) =>
            (status === 'failed' && expectedFailure === undefined) ||
            status === 'flaky' ||
            status === 'warned',
        )
        .flatMap((clause) => ofClause(target, clause, width)),
    ])
    .join('\n');
}
