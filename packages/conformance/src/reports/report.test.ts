import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Contract } from '@oidc-admin/contract';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ExpectedFailure } from '../runner/runParameters.ts';
import { demonstration } from '../testing/checkAll.ts';
import { sampleReport, sampleResults } from '../testing/sampleReport.ts';
import { compareReports, comparisonText } from './compareReports.ts';
import { ctrf } from './ctrf.ts';
import { reportPages } from './html/reportPages.ts';
import { junit } from './junit.ts';
import type { Report, TargetReport } from './report.ts';
import { targetReport } from './targetReport.ts';
import { terminalFailures } from './terminalFailures.ts';
import { terminalSummary } from './terminalSummary.ts';
import { wholeReport } from './wholeReport.ts';

const failing = 'pvwa.updateProvider.clientId.maxLength';

let contract: Contract;
let report: Report;

beforeAll(async () => {
  ({ contract } = await demonstration('pvwa'));
  report = await sampleReport();
});

function targetOf(changes: Partial<Parameters<typeof targetReport>[0]> = {}): TargetReport {
  return targetReport({
    contract,
    target: { name: 'pvwa', url: 'http://a', embedded: false },
    level: 'disposable',
    strict: false,
    planned: contract.clauses.map(({ id }) => ({ id, clauses: [id], needs: 'default' })),
    results: sampleResults(contract),
    reasons: [],
    expected: [],
    ...changes,
  });
}

function whole(target: TargetReport, expected: readonly ExpectedFailure[] = []): Report {
  return wholeReport([target], {
    started: '2026-11-23T10:00:00.000Z',
    ended: '2026-11-23T10:00:01.000Z',
    tool: { version: '1.2.3', node: 'v24.0.0', timeZone: 'Europe/Berlin' },
    milliseconds: 1,
    seed: 1,
    expected,
  });
}

type Result = Parameters<typeof targetReport>[0]['results'][number];

function clause(target: TargetReport, id: string) {
  return target.clauses.find((one) => one.id === id);
}

describe('a clause', () => {
  test('has failed where a response broke it, whichever check saw that', () => {
    const [first] = contract.clauses;
    const results = sampleResults(contract).map((result) =>
      result.id === failing ? { ...result, clauses: [first?.id ?? ''] } : result,
    );
    expect(clause(targetOf({ results }), failing)).toMatchObject({
      status: 'failed',
      checks: [failing],
    });
  });

  test('has not passed where no check that verifies it ran', () => {
    const results = sampleResults(contract).filter(({ id }) => id !== 'pvwa.logoff.200.status');
    const target = targetOf({ results });
    expect(clause(target, 'pvwa.logoff.200.status')?.status).toBe('notRun');
    expect(target.coverage.run).toBe(contract.clauses.length - 2);
  });

  test('has not passed where its check failed for want of a response', () => {
    const other = 'pvwa.logoff.200.status';
    const results = sampleResults(contract)
      .filter(({ id }) => id !== other)
      .map((result) =>
        result.id === failing
          ? {
              ...result,
              clauses: [failing, other],
              exchanges: result.exchanges.map(({ operation, request, milliseconds, sender }) => ({
                operation,
                request,
                milliseconds,
                sender,
                error: 'reset',
              })),
            }
          : result,
      );
    const target = targetOf({ results });
    expect(clause(target, failing)?.status).toBe('failed');
    expect(clause(target, other)).toMatchObject({
      status: 'notRun',
      reason: 'its checks got no response',
    });
  });

  test('has not passed where its check failed before it came to it', () => {
    const hidden = ['pvwa.logoff.200.status', 'pvwa.provider.replaced'];
    const results = sampleResults(contract)
      .filter(({ id }) => !hidden.includes(id))
      .map((result) =>
        result.id === failing ? { ...result, clauses: [failing, ...hidden] } : result,
      );
    const target = targetOf({ results });
    for (const id of hidden)
      expect(clause(target, id)).toMatchObject({
        status: 'notRun',
        code: 'otherFailure',
        reason: `its checks did not come to what it speaks of: ${failing}`,
      });
  });

  test('above the level of the run is not run, and that alone leaves nothing incomplete', () => {
    const planned = contract.clauses.map(({ id }) => ({
      id,
      clauses: [id],
      needs: id.startsWith('pvwa.addProvider') ? ('allowWrites' as const) : ('default' as const),
    }));
    const results = sampleResults(contract).filter(
      ({ status, id }) => status === 'passed' && !id.startsWith('pvwa.addProvider'),
    );
    const target = targetOf({ planned, results, level: 'default' });
    expect(clause(target, 'pvwa.addProvider.201.status')).toMatchObject({
      status: 'notRun',
      reason: 'needs the level --allow-writes',
    });
    expect(target.verdict).toBe('conformant');
    const row = target.summary.find(({ owner }) => owner === 'addProvider');
    expect(row).toMatchObject({ passed: 0, notRun: 0 });
    expect(row?.notAtLevel).toBeGreaterThan(0);
    expect(target.coverage.atLevel).toBeLessThan(target.coverage.clauses);
  });
});

describe('the verdict', () => {
  test('is violations before anything else', () => {
    expect(targetOf({ reasons: [{ code: 'stopped', text: 'stopped' }] }).verdict).toBe(
      'violations',
    );
  });

  test('is incomplete where a credential was missing, and names it', () => {
    const results = sampleResults(contract).filter(({ status }) => status !== 'failed');
    const target = targetOf({ results });
    expect(target.verdict).toBe('incomplete');
    expect(target.reasons).toEqual([
      {
        code: 'missingVariable',
        text: 'PVWA_AUDITOR_USERNAME is not set: 1 clause not run; set it, or say --accept-incomplete',
      },
    ]);
  });

  test('is incomplete where nothing was verified', () => {
    const target = targetOf({ results: [] });
    expect(target.verdict).toBe('incomplete');
    expect(target.reasons).toMatchObject([{ code: 'nothingVerified' }]);
  });

  test('is incomplete in a strict run where no check verifies a clause', () => {
    const results = sampleResults(contract).filter(({ status }) => status === 'passed');
    const unchecked = 'pvwa.logoff.200.status';
    const without = {
      planned: contract.clauses.flatMap(({ id }) =>
        id === unchecked ? [] : [{ id, clauses: [id], needs: 'default' as const }],
      ),
      results: results.filter(({ id }) => id !== unchecked),
    };
    expect(targetOf({ ...without, strict: false }).reasons).toEqual([]);
    expect(targetOf({ ...without, strict: true }).reasons).toEqual([
      { code: 'noCheck', text: `no check verifies ${unchecked}` },
    ]);
  });

  test('forgives what the baseline expects, and not what it expects in vain', () => {
    const results = sampleResults(contract).filter(({ status }) => status !== 'notRun');
    const expected = [{ clause: failing, reason: 'version 11 does so' }];
    const target = targetOf({ results, expected });
    expect(clause(target, failing)).toMatchObject({
      status: 'failed',
      expectedFailure: 'version 11 does so',
    });
    expect(whole(target, expected).verdict).toBe('expectedFailures');
    expect(terminalSummary(whole(target, expected))).toContain(
      'CONFORMANT BUT FOR 1 EXPECTED FAILURE',
    );
    const stale = [...expected, { clause: 'pvwa.logoff.200.status', reason: 'was broken once' }];
    const spoiled = whole(targetOf({ results, expected: stale }), stale);
    expect(spoiled).toMatchObject({ verdict: 'violations', staleExpectations: [stale[1]] });
    expect(terminalSummary(spoiled)).toContain(
      'STALE: the baseline expects pvwa.logoff.200.status',
    );
  });
});

test('the record agrees with its schema', () => {
  const schema = JSON.parse(
    readFileSync(new URL('report.schema.json', import.meta.url), 'utf8'),
  ) as object;
  const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
    schema,
  );
  const record: unknown = JSON.parse(JSON.stringify(report));
  validate(record);
  expect(validate.errors).toBeNull();
  expect(validate({ ...(record as object), verdict: 'fine' })).toBe(false);
});

test('the order of the results changes nothing', () => {
  expect(targetOf({ results: sampleResults(contract).toReversed() })).toEqual(targetOf());
});

describe('the terminal', () => {
  test('shows clause, source, both values and the line', () => {
    const text = terminalFailures(report, 100);
    expect(text).toContain(
      `FAILED ${failing} (MUST, documented by the vendor or a standard: PVWA-`,
    );
    expect(text).toMatch(/expected\s+│ actual\n\s+400\s+│ 200/);
    expect(text).toContain(`reproduce: pnpm conformance pvwa --replay ${failing}`);
    expect(text).toContain('WARNED pvwa.provider.distinctCase (SHOULD');
  });

  test('counts first, shows each finding on a screen, and leaves long lines to the report', () => {
    const text = terminalFailures(report, 100);
    expect(text).toMatch(/^\d+ clauses: 1 failed, 1 warned, \d+ passed, 1 not run\.\n/);
    const long = Array.from({ length: 90 }, (_, index) => `value ${index}`);
    const many = sampleResults(contract).map((result, index): Result => {
      if (index === 0) return result;
      const [id = ''] = result.clauses;
      const mismatch = {
        clause: id,
        binding: 'MUST' as const,
        message: 'differs',
        expected: long,
        actual: 1,
      };
      const line = { replay: 'pnpm conformance --replay x', reproduce: 'curl http://a' };
      return { ...result, ...line, status: 'failed', mismatches: [mismatch] };
    });
    const all = terminalFailures(whole(targetOf({ results: many })), 100);
    const findings = all.match(/^FAILED /gm) ?? [];
    expect(findings).toHaveLength(20);
    expect(all).toMatch(/^and \d+ more findings in the report$/m);
    expect(all.split('\n').length).toBeLessThan(150);
    for (const part of all.split('FAILED ').slice(1))
      expect(part.split('\n').length).toBeLessThan(20);
    expect(all).toContain('replay: pnpm conformance --replay x');
    expect(all).not.toContain('curl');
  });

  test('says must of every clause of a strict run', () => {
    const should = contract.clauses.filter(({ text }) => /\bshould\b/.test(text));
    expect(should.length).toBeGreaterThan(0);
    const strict = targetOf({ strict: true });
    for (const { id } of should) expect(clause(strict, id)?.text).toMatch(/\bmust\b/);
    expect(strict.clauses.filter(({ text }) => /\bshould\b/.test(text))).toEqual([]);
  });

  test('sums up by operation and names level and share', () => {
    const text = terminalSummary(report);
    expect(text).toMatch(/clauses of +passed +failed +flaky +warned +not run +not at this level\n/);
    expect(text).toMatch(/updateProvider +\d+ +1 +0 +0 +0 +0\n/);
    expect(text).toContain('VIOLATIONS: 1 clause failed');
    expect(text).toMatch(
      /level --disposable: \d+ of the \d+ clauses of this level verified, \d+ % of all/,
    );
  });
});

test('junit.xml counts what its checks say, and escapes', () => {
  const xml = junit(report);
  const count = (part: RegExp): number => xml.match(part)?.length ?? 0;
  expect(xml).toContain(`tests="${contract.clauses.length}" failures="1" errors="0" skipped="1"`);
  expect(count(/<testcase /g)).toBe(contract.clauses.length);
  expect(count(/<failure /g)).toBe(1);
  expect(count(/<skipped /g)).toBe(1);
  expect(xml).not.toContain('<img');
  expect(xml).not.toContain('\u0000');
});

test('ctrf.json has a test for each check, and names what was broken', () => {
  const { reportFormat, results } = JSON.parse(ctrf(report)) as {
    readonly reportFormat: string;
    readonly results: {
      readonly summary: Readonly<Record<string, number>>;
      readonly tests: readonly { readonly name: string; readonly status: string }[];
    };
  };
  const { tests, summary } = results;
  expect(reportFormat).toBe('CTRF');
  expect(summary).toMatchObject({ tests: tests.length, failed: 1, skipped: 1, other: 1 });
  expect(summary).toMatchObject({ passed: tests.length - 3, pending: 0 });
  expect(tests.find(({ status }) => status === 'failed')).toMatchObject({
    name: failing,
    suite: ['pvwa'],
    message: expect.stringContaining(
      `${failing} (documented by the vendor or a standard): `,
    ) as string,
    extra: { broken: [{ clause: failing, authority: 'documented' }] },
    trace: expect.stringContaining('--replay') as string,
  });
});

test('the page escapes everything, and needs nothing else', () => {
  const page = reportPages(report).get('index.html') ?? '';
  expect(page).toContain('&lt;/script&gt;&lt;img');
  expect(page).not.toContain('<img');
  expect(page.match(/<script>/g)).toHaveLength(1);
  expect(page).not.toMatch(/(?:src|href)="(?!#)/);
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const links = [...page.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id);
  expect(links.filter((link) => !ids.includes(link))).toEqual([]);
});

test('the page allows its own style and script by their hashes, and no other', () => {
  const page = reportPages(report).get('index.html') ?? '';
  const [, policy = ''] = /Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
  for (const element of ['style', 'script']) {
    const [, text = ''] = new RegExp(`<${element}>(.*?)</${element}>`, 's').exec(page) ?? [];
    const hash = createHash('sha256').update(text).digest('base64');
    expect(policy).toContain(`${element}-src &#39;sha256-${hash}&#39;`);
  }
});

test('two reports are compared clause by clause', () => {
  const results = sampleResults(contract).map((result) =>
    result.id === failing ? { ...result, status: 'passed' as const, mismatches: [] } : result,
  );
  const before = whole(targetOf({ results }));
  expect(compareReports(before, before).changes).toEqual([]);
  const { changes, worse } = compareReports(before, report);
  expect(changes).toEqual([{ target: 'pvwa', clause: failing, before: 'passed', after: 'failed' }]);
  expect(worse).toEqual(changes);
  expect(compareReports(report, before).worse).toEqual([]);
  expect(comparisonText({ changes, worse })).toContain(`pvwa: ${failing}: passed → failed`);
  expect(comparisonText({ changes, worse })).toMatch(/^WORSE: 1 clause failed$/m);
  expect(comparisonText(compareReports(report, before))).toMatch(/^NOT WORSE$/m);
});
