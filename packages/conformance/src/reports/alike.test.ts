import { expect, test } from 'vitest';
import { demonstration } from '../testing/checkAll.ts';
import { sampleResults } from '../testing/sampleReport.ts';
import type { CheckReport } from './report.ts';
import { targetReport } from './targetReport.ts';
import { terminalFailures } from './terminalFailures.ts';
import { wholeReport } from './wholeReport.ts';

const { contract } = await demonstration('pvwa');

/** The terminal's text where clauses whose id fits are broken by a status. */
function shownWhere(isBroken: (id: string) => boolean, actual: (id: string) => number): string {
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
