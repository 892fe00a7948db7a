import type { CheckReport, ClauseReport, Report, TargetReport } from './report.ts';
import { runFacts, targetFacts } from './runFacts.ts';
import { whoseWord } from './whoseWord.ts';

type CtrfStatus = 'passed' | 'failed' | 'skipped' | 'other';

interface CtrfTest {
  readonly name: string;
  readonly status: CtrfStatus;
  readonly duration: number;
  readonly suite: readonly string[];
  readonly message?: string;
  readonly trace?: string;
  readonly rawStatus: string;
  readonly retries?: number;
  readonly flaky?: boolean;
  /** Whose word was broken. */
  readonly extra?: { readonly broken: readonly { clause: string; authority: string }[] };
}

/** Whether every MUST that a check saw broken is expected to be. */
function isExpected(target: TargetReport, { mismatches }: CheckReport): boolean {
  const broken = mismatches.filter(({ binding }) => binding === 'MUST');
  return broken.every(({ clause }) =>
    target.clauses.some(
      ({ id, expectedFailure }) => id === clause && expectedFailure !== undefined,
    ),
  );
}

function statusOf(target: TargetReport, check: CheckReport): CtrfStatus {
  if (check.status === 'notRun') return 'skipped';
  if (check.status === 'flaky') return 'failed';
  if (check.status === 'failed') return isExpected(target, check) ? 'other' : 'failed';
  return check.status === 'warned' ? 'other' : 'passed';
}

function testOf(
  target: TargetReport,
  known: ReadonlyMap<string, ClauseReport>,
  check: CheckReport,
): CtrfTest {
  const { id, mismatches, reason, reproduce, operation, resource } = check;
  const clauses = [...new Set(mismatches.map(({ clause }) => clause))];
  const broken = clauses.flatMap((clause) => {
    const { authority } = known.get(clause) ?? {};
    return authority === undefined ? [] : [{ clause, authority }];
  });
  const found = [
    ...clauses.map((clause) => {
      const { authority, text = '' } = known.get(clause) ?? {};
      return `${clause}${authority === undefined ? '' : ` (${whoseWord[authority]})`}: ${text}`;
    }),
    ...mismatches.map(({ message }) => message),
  ];
  const message = reason ?? found.join('\n');
  return {
    name: id,
    status: statusOf(target, check),
    duration: Math.round(check.milliseconds),
    suite: [target.name, operation ?? resource ?? ''].filter((name) => name !== ''),
    ...(message !== '' && { message }),
    ...(reproduce !== undefined && { trace: reproduce }),
    rawStatus: check.status,
    ...(check.attempts !== undefined && { retries: check.attempts - 1 }),
    ...(check.status === 'flaky' && { flaky: true }),
    ...(broken.length > 0 && { extra: { broken } }),
  };
}

/** The report in the Common Test Report Format, https://ctrf.io: one test for each check. */
export function ctrf(report: Report): string {
  const tests = report.targets.flatMap((target) => {
    const known = new Map(target.clauses.map((clause) => [clause.id, clause]));
    return target.checks.map((check) => testOf(target, known, check));
  });
  const count = (status: CtrfStatus): number =>
    tests.filter((test) => test.status === status).length;
  const start = Date.parse(report.started);
  const content = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    results: {
      tool: { name: '@oidc-admin/conformance', version: report.tool.version },
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        pending: 0,
        skipped: count('skipped'),
        other: count('other'),
        start,
        stop: start + report.milliseconds,
      },
      tests,
      extra: {
        run: Object.fromEntries(runFacts(report)),
        targets: report.targets.map((target) => ({
          name: target.name,
          verdict: target.verdict,
          unsupported: target.unsupported,
          ...Object.fromEntries(targetFacts(target)),
        })),
      },
    },
  };
  return `${JSON.stringify(content, undefined, 1)}\n`;
}
