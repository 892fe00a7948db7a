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

interface Broken {
  readonly kind: ClauseReport['kind'];
  readonly operation?: string;
  readonly element?: string;
  readonly group?: ClauseReport['group'];
  readonly expected?: string;
  /** How it is broken; it has passed where that is left out, and was not run where it is empty. */
  readonly actual?: readonly (number | string)[];
}

/** Which findings are alike of clauses that are broken so. */
function alikeOf(...all: readonly Broken[]): ReadonlyMap<string, string> {
  const [example] = sampleResults(contract);
  if (example === undefined) throw new Error('there is no sample');
  const clauses = all.map((one): ClauseReport => {
    const { kind, operation = 'addProvider', element = '$', group = 'refuse', actual } = one;
    const id = `${operation}.${element}.${kind}`;
    const status = actual === undefined ? 'passed' : actual.length > 0 ? 'failed' : 'notRun';
    const authority = 'documented';
    const text = 'It must be so.';
    const source = ['ROW'];
    const of = { operation, element, group, kind, status } as const;
    return { id, binding: 'MUST', authority, source, text, checks: [id], ...of };
  });
  const checks = clauses.map(({ id }, index): CheckReport => {
    const { actual = [], expected = '401' } = all[index] ?? {};
    const mismatch = { clause: id, binding: 'MUST', message: `${id} differs`, expected } as const;
    const mismatches = actual.map((one) => ({ ...mismatch, actual: one }));
    return { ...example, id, status: 'failed', mismatches };
  });
  return alikeClauses(contract, clauses, checks);
}

test('what is broken in several ways is the same as what is broken in one of them', () => {
  const order = (operation: string, ...actual: readonly number[]): Broken => ({
    kind: 'order',
    operation,
    actual,
  });
  const [first, second] = [order('addProvider', 400), order('getProvider', 404)];
  expect([...alikeOf(first, second, order('updateProvider', 400, 404))]).toEqual([
    ['getProvider.$.order', 'addProvider.$.order'],
    ['updateProvider.$.order', 'addProvider.$.order'],
  ]);
  expect(alikeOf(first, second, order('updateProvider', 500)).size).toBe(0);
});

test('an operation that refuses nothing is one finding', () => {
  const taken = (['mediaType', 'malformedJson', 'emptyBody'] as const).map((kind): Broken => ({
    kind,
    actual: [200],
  }));
  const status = { kind: 'bodyType', actual: [500] } as const;
  expect(alikeOf(...taken, { kind: 'method' }, status).size).toBe(2);
  expect(alikeOf(...taken, { kind: 'bodyType' }).size).toBe(0);
});

test('an open door is never the same as a wrong body that is taken', () => {
  const taken = (['mediaType', 'malformedJson', 'emptyBody'] as const).map((kind): Broken => ({
    kind,
    actual: [200],
  }));
  const doors = ['none', 'expired'].map((element): Broken => ({
    kind: 'security',
    element,
    actual: [200],
  }));
  expect([...alikeOf(...taken, ...doors)]).toEqual([
    ['addProvider.$.malformedJson', 'addProvider.$.mediaType'],
    ['addProvider.$.emptyBody', 'addProvider.$.mediaType'],
    ['addProvider.expired.security', 'addProvider.none.security'],
  ]);
});

test.each<readonly ClauseReport['kind'][]>([
  ['existence', 'taken', 'staleTag'],
  ['method', 'transfer', 'unknownProperty'],
  ['permission', 'order', 'credentials'],
  ['mediaType', 'malformedJson', 'head'],
])('what says nothing of a wrong body is a finding of its own: %s, %s, %s', (...own) => {
  expect(alikeOf(...own.map((kind): Broken => ({ kind, actual: [200] }))).size).toBe(0);
});

test('where no wrong way to sign in is refused, that is one finding, though not each was waited for', () => {
  const ways = (...actual: readonly (readonly number[] | undefined)[]): readonly Broken[] =>
    ['none', 'garbage', 'expired'].map((element, index) => {
      const { [index]: own } = actual;
      return { kind: 'security', element, ...(own !== undefined && { actual: own }) };
    });
  expect(alikeOf(...ways([200], [200], [])).size).toBe(1);
  expect(alikeOf(...ways([200], [200], undefined)).size).toBe(0);
});

test('numbers that are written as texts are one finding', () => {
  const shown = (element: string, actual: string): Broken => ({
    kind: 'propertyType',
    group: 'response',
    element,
    expected: 'integer',
    actual: [actual],
  });
  const right = { kind: 'propertyType', group: 'response', element: 'c' } as const;
  expect(alikeOf(shown('a', '1'), shown('b', '-2'), right).size).toBe(1);
  expect(alikeOf(shown('a', '1'), shown('b', 'two'), right).size).toBe(0);
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
