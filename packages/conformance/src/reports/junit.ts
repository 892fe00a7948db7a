import { explainedBy } from './explainedBy.ts';
import type { CheckReport, ClauseReport, Report, TargetReport } from './report.ts';
import { runFacts, targetFacts } from './runFacts.ts';
import { shownValue } from './shownValue.ts';
import { stepsOf, stepText } from './steps.ts';
import { whoseWord } from './whoseWord.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** XML 1.0 has no way to write these characters, not even escaped. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function escape(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(unwritable, '\ufffd')
    .replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}

function attributes(given: Readonly<Record<string, string | number>>): string {
  return Object.entries(given)
    .map(([name, value]) => ` ${name}="${escape(String(value))}"`)
    .join('');
}

function detail(
  clause: ClauseReport,
  checks: readonly CheckReport[],
  explains: readonly ClauseReport[],
): string {
  const listed =
    explains.length === 0 ? [] : [`explains: ${explains.map(({ id }) => id).join(', ')}`];
  return [...listed, ...ofChecks(clause, checks)].join('\n');
}

function ofChecks(clause: ClauseReport, checks: readonly CheckReport[]): string[] {
  return checks.flatMap((check) => [
    `check ${check.id}`,
    ...stepsOf(
      check,
      check.mismatches.filter((mismatch) => mismatch.clause === clause.id),
    ).flatMap(({ index, mismatches }) => [
      ...[stepText(check, index)].filter((line) => line !== ''),
      ...mismatches.map(
        ({ message, expected, actual }) =>
          `${message}\nexpected: ${shownValue(expected)}\nactual: ${shownValue(actual)}`,
      ),
    ]),
    ...(check.replay === undefined ? [] : [`replay: ${check.replay}`]),
    ...(check.reproduce === undefined ? [] : [`reproduce: ${check.reproduce}`]),
  ]);
}

function inside(
  clause: ClauseReport,
  checks: readonly CheckReport[],
  explains: readonly ClauseReport[],
): string {
  if (clause.status === 'notRun')
    return `<skipped${attributes({ message: clause.reason ?? 'not run' })}/>`;
  if (clause.status === 'failed' && clause.expectedFailure !== undefined)
    return `<skipped${attributes({ message: `expected to fail: ${clause.expectedFailure}` })}/>`;
  const word = whoseWord[clause.authority];
  const text = escape(detail(clause, checks, explains));
  if (clause.status === 'failed' || clause.status === 'flaky') {
    const type = `${clause.status === 'flaky' ? 'flaky, ' : ''}${clause.binding}, ${word}`;
    return `<failure${attributes({ message: clause.text, type })}>${text}</failure>`;
  }
  return clause.status === 'warned' ? `<system-out>warning, ${word}\n${text}</system-out>` : '';
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

/** What is known of the run and the target, and what the target is said not to have. */
function properties(report: Report, target: TargetReport): string {
  const facts = [
    ...runFacts(report),
    ...targetFacts(target),
    ...target.unsupported.map(
      ({ operation, reason }) => ['unsupported', `${operation}: ${reason}`] as const,
    ),
  ];
  const lines = facts.map(([name, value]) => `      <property${attributes({ name, value })}/>\n`);
  return `    <properties>\n${lines.join('')}    </properties>\n`;
}

function suite(report: Report, target: TargetReport): string {
  const named = new Map(target.checks.map((check) => [check.id, check]));
  const explained = explainedBy(target.clauses);
  const failures = target.clauses.filter(
    ({ status, expectedFailure }) =>
      status === 'flaky' || (status === 'failed' && expectedFailure === undefined),
  );
  const skipped = target.clauses.filter(
    ({ status, expectedFailure }) => status === 'notRun' || expectedFailure !== undefined,
  );
  const cases = target.clauses.map((clause) => {
    const checks = clause.checks.flatMap((id) => named.get(id) ?? []);
    const own = checks.filter(({ mismatches }) =>
      mismatches.some((mismatch) => mismatch.clause === clause.id),
    );
    const time = checks.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    const head = attributes({
      classname: `${target.name}.${clause.operation ?? clause.resource ?? ''}`,
      name: clause.id,
      time: seconds(time),
    });
    return `    <testcase${head}>${inside(clause, own, explained.get(clause.id) ?? [])}</testcase>\n`;
  });
  const head = attributes({
    name: target.name,
    tests: target.clauses.length,
    failures: failures.length,
    errors: 0,
    skipped: skipped.length,
    time: seconds(target.checks.reduce((sum, { milliseconds }) => sum + milliseconds, 0)),
  });
  return `  <testsuite${head}>\n${properties(report, target)}${cases.join('')}  </testsuite>\n`;
}

function expectationSuite({ staleExpectations: stale }: Report): string {
  if (stale.length === 0) return '';
  const count = { tests: stale.length, failures: stale.length, errors: 0, skipped: 0 };
  const cases = stale.map(({ clause }) => {
    const head = attributes({ classname: 'baseline', name: clause });
    const message = attributes({ message: 'expected to fail, and passes', type: 'stale' });
    return `    <testcase${head}><failure${message}/></testcase>\n`;
  });
  return `  <testsuite${attributes({ name: 'baseline', ...count })}>\n${cases.join('')}  </testsuite>\n`;
}

/** The report in the form that CI servers read: a suite for each target, a check for each clause. */
export function junit(report: Report): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<testsuites${attributes({ name: 'conformance', time: seconds(report.milliseconds) })}>\n`,
    ...report.targets.map((target) => suite(report, target)),
    expectationSuite(report),
    '</testsuites>\n',
  ].join('');
}
