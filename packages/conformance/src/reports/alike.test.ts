import { expect, test } from 'vitest';
import { demonstration } from '../testing/checkAll.ts';
import { sampleResults } from '../testing/sampleReport.ts';
import { alikeClauses } from './alike.ts';
import type { CheckReport, ClauseReport } from './report.ts';
import { targetReport } from './targetReport.ts';
import { terminalFailures } from './terminalFailures.ts';
import { wholeReport } from './wholeReport.ts';

const { contract } = await demonstration('pvwa');

/** The terminal's text where clauses whose id fits are broken by a status, with a body if one is given. */
function shownWhere(
  isBroken: (id: string) => boolean,
  actual: (id: string) => number,
  body?: string,
): string {
  const results = sampleResults(contract).map((result): CheckReport => {
    if (!isBroken(result.id)) return { ...result, status: 'passed', mismatches: [] };
    const differing = {
      clause: result.id,
      binding: 'MUST',
      message: 'differs',
      exchange: 0,
    } as const;
    return {
      ...result,
      status: 'failed',
      mismatches: [{ ...differing, expected: '400', actual: actual(result.id) }],
      exchanges: result.exchanges.map((exchange) =>
        body === undefined
          ? exchange
          : { ...exchange, response: { status: actual(result.id), headers: {}, body } },
      ),
    };
  });
  const target = targetReport({
    contract,
    target: { name: 'pvwa', url: 'https://pvwa.example.com', embedded: false },
    level: 'disposable',
    strict: false,
    planned: [],
    results,
    reasons: [],
    expected: [],
  });
  const tool = { version: '1.2.3', node: 'v24.0.0', timeZone: 'UTC' };
  const times = { started: '', ended: '', milliseconds: 1, seed: 1 };
  return terminalFailures(wholeReport([target], { ...times, tool, expected: [] }), 100);
}

function findingsIn(text: string): number {
  return text.match(/^FAILED /gm)?.length ?? 0;
}

test('what is broken in the same way in two operations is shown once, with both names', () => {
  const text = shownWhere(
    (id) => /\.(?:add|update)Provider\.clientId\.maxLength$/.test(id),
    () => 200,
  );
  expect(findingsIn(text)).toBe(1);
  expect(text).toContain('  the same: pvwa.updateProvider.clientId.maxLength\n');
});

test('what is broken in another way, or of another property, is a finding of its own', () => {
  const isBroken = (id: string): boolean =>
    /\.(?:add|update)Provider\.clientId\.maxLength$/.test(id) ||
    id === 'pvwa.updateProvider.description.maxLength';
  const text = shownWhere(isBroken, (id) => (id.includes('.addProvider.') ? 500 : 200));
  expect(findingsIn(text)).toBe(3);
  expect(text).not.toContain('the same: ');
});

test('where nothing of a kind holds, that is one finding', () => {
  const text = shownWhere(
    (id) => /\.(?:addProvider|updateProvider)\..*\.maxLength$/.test(id),
    () => 200,
  );
  expect(findingsIn(text)).toBe(1);
});

test('errors under a status of success are one finding, whatever they refuse', () => {
  const isBroken = (id: string): boolean =>
    /\.addProvider\.(?:id|clientId)\.(?:type|required)$/.test(id);
  const body = JSON.stringify({ ErrorCode: 'E', ErrorMessage: 'refused' });
  expect(findingsIn(shownWhere(isBroken, () => 200, body))).toBe(1);
  expect(findingsIn(shownWhere(isBroken, () => 200, '{}'))).toBe(4);
});

test('what is broken in several ways is the same as what is broken in one of them', () => {
  const example = sampleResults(contract)[0];
  if (example === undefined) throw new Error('there is no sample');
  const broken = (operation: string): ClauseReport => ({
    id: `pvwa.${operation}.order`,
    operation,
    group: 'refuse',
    kind: 'order',
    binding: 'MUST',
    authority: 'documented',
    source: ['ROW'],
    text: 'It must be so.',
    status: 'failed',
    checks: [`pvwa.${operation}.order/security`],
  });
  const seen = (operation: string, ...statuses: readonly number[]): CheckReport => {
    const clause = `pvwa.${operation}.order`;
    const mismatch = { clause, binding: 'MUST', message: 'it differs', expected: '401' } as const;
    return {
      ...example,
      id: `${clause}/security`,
      status: 'failed',
      mismatches: statuses.map((actual) => ({ ...mismatch, actual })),
    };
  };
  const alike = (...third: readonly number[]): ReadonlyMap<string, string> =>
    alikeClauses(
      contract,
      ['addProvider', 'getProvider', 'updateProvider'].map((one) => broken(one)),
      [seen('addProvider', 400), seen('getProvider', 404), seen('updateProvider', ...third)],
    );
  expect([...alike(400, 404).values()]).toEqual(Array(2).fill('pvwa.addProvider.order'));
  expect([...alike(500).values()]).toEqual([]);
});

test('two properties of one request that have one name are two findings, and of two responses one', () => {
  const broken = (element: string, group: 'refuse' | 'response'): ClauseReport => ({
    id: `pvwa.${element}.${group}`,
    operation: element,
    element,
    group,
    kind: group === 'refuse' ? 'maxLength' : 'propertyType',
    binding: 'MUST',
    authority: 'documented',
    source: ['ROW'],
    text: 'It must be so.',
    status: 'failed',
    checks: [],
  });
  const right = (group: 'refuse' | 'response'): readonly ClauseReport[] =>
    ['tags[].type', 'scopes[].type'].map((other) => ({
      ...broken(other, group),
      id: `${other}.${group}`,
      element: 'other',
      status: 'passed',
    }));
  const found = (group: 'refuse' | 'response'): ReadonlyMap<string, string> =>
    alikeClauses(
      contract,
      [broken('tags[].type', group), broken('scopes[].type', group), ...right(group)],
      [],
    );
  expect(found('refuse').size).toBe(0);
  expect(found('response').size).toBe(1);
});
