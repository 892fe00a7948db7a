import { describe, expect, test } from 'vitest';
import { demonstration } from '../../testing/checkAll.ts';
import { sampleResults } from '../../testing/sampleReport.ts';
import { reportHtml } from '../html/reportHtml.ts';
import { junit } from '../junit.ts';
import type { CheckReport, Report, TargetReport } from '../report.ts';
import { targetReport } from '../targetReport.ts';
import { terminalFailures } from '../terminalFailures.ts';
import { wholeReport } from '../wholeReport.ts';

type Mismatch = CheckReport['mismatches'][number];

const { contract } = await demonstration('pvwa');
const type = 'pvwa.getProvider.200.clientId.propertyType';
const kept = 'pvwa.provider.kept';
const separate = 'pvwa.provider.separate';
const secrets = 'pvwa.provider.noOtherSecrets';

function differing(clause: string, at: string, more: Partial<Mismatch> = {}): Mismatch {
  const values = { expected: 'a', actual: 'b', exchange: 0 } as const;
  return { clause, binding: 'MUST', message: `${at} differs`, at, ...values, ...more };
}

/** The report of checks that read a provider and saw these differences: the rest passed. */
function reportOf(checks: Readonly<Record<string, readonly Mismatch[]>>): TargetReport {
  const passed = sampleResults(contract).map((result): CheckReport => ({
    ...result,
    status: 'passed',
    mismatches: [],
  }));
  const [example] = passed.filter(({ id }) => id === type);
  if (example === undefined) throw new Error(`there is no ${type}`);
  const results = Object.entries(checks).map(([id, mismatches]): CheckReport => ({
    ...example,
    id,
    clauses: [id.split('/', 1)[0] ?? ''],
    status: 'failed',
    mismatches,
  }));
  const names = new Set(results.map(({ id }) => id));
  return targetReport({
    contract,
    target: { name: 'pvwa', url: 'https://pvwa.example.com', embedded: false },
    level: 'disposable',
    strict: false,
    planned: [],
    results: [...passed.filter(({ id }) => !names.has(id)), ...results],
    reasons: [],
    expected: [],
  });
}

function ending({ clauses }: TargetReport, status: string): readonly string[] {
  return clauses.filter((clause) => clause.status === status).map(({ id }) => id);
}

function whole(target: TargetReport): Report {
  const tool = { version: '1.2.3', node: 'v24.0.0', timeZone: 'UTC' };
  const times = { started: '', ended: '', milliseconds: 1, seed: 1 };
  return wholeReport([target], { ...times, tool, expected: [] });
}

describe('one wrong value is one finding', () => {
  test('where its type is wrong, it is no value that was kept', () => {
    const report = reportOf({
      [`${kept}/addProvider`]: [differing(type, '/clientId'), differing(kept, '/clientId')],
    });
    expect(ending(report, 'failed')).toEqual([type]);
    expect(report.clauses.find(({ id }) => id === kept)).toMatchObject({
      status: 'notRun',
      code: 'otherFailure',
      because: [type],
    });
  });

  test('where a check about something else sees it too', () => {
    const report = reportOf({
      [`${kept}/addProvider`]: [differing(kept, '/clientId')],
      [`${separate}/replace`]: [differing(separate, '/clientId', { symptom: kept })],
    });
    expect(ending(report, 'failed')).toEqual([kept]);
  });

  test('and every report lists under it what it explains', () => {
    const report = whole(
      reportOf({
        [`${kept}/addProvider`]: [differing(type, '/clientId'), differing(kept, '/clientId')],
      }),
    );
    expect(terminalFailures(report, 100)).toContain(`  explains: ${kept}\n`);
    expect(junit(report)).toContain(`explains: ${kept}\n`);
    const page = reportHtml(report);
    expect(page).toContain('<p>Explains:</p>');
    expect(page).toContain('<p>Explained by:</p>');
    const [target] = report.targets;
    const check = target?.checks.find(({ id }) => id === `${kept}/addProvider`);
    expect(check?.explained).toMatchObject([{ clause: kept, because: type, at: '/clientId' }]);
  });
});

describe('a second mistake is never hidden', () => {
  test('at another place', () => {
    const report = reportOf({
      [`${kept}/addProvider`]: [differing(type, '/clientId'), differing(kept, '/description')],
      [`${separate}/replace`]: [differing(separate, '/issuer', { symptom: kept })],
    });
    expect(ending(report, 'failed')).toEqual([type, kept, separate]);
  });

  test('a secret in a response whose form is wrong', () => {
    const report = reportOf({
      [`${secrets}/addProvider`]: [differing(type, '/clientId'), differing(secrets, '/clientId')],
    });
    expect(ending(report, 'failed')).toEqual([type, secrets]);
  });

  test('no SHOULD explains a MUST away', () => {
    const report = reportOf({
      [`${kept}/addProvider`]: [
        differing(type, '/clientId', { binding: 'SHOULD' }),
        differing(kept, '/clientId'),
      ],
    });
    expect(ending(report, 'failed')).toEqual([kept]);
    expect(ending(report, 'warned')).toEqual([type]);
  });
});
