import { expect, test } from 'vitest';
import { demonstration } from '../../testing/checkAll.ts';
import { sampleResults } from '../../testing/sampleReport.ts';
import type { CheckReport } from '../report.ts';
import { explanations } from './explanations.ts';

type Mismatch = CheckReport['mismatches'][number];

const { contract } = await demonstration('pvwa');
const [example] = sampleResults(contract);

/** A check that read a provider once and saw one difference there. */
function reading(clause: string, more: Partial<Mismatch>): CheckReport {
  if (example === undefined) throw new Error('there is no sample');
  const request = { method: 'GET', url: 'https://pvwa.example.com', headers: {} };
  const mismatch: Mismatch = {
    clause: `pvwa.${clause}`,
    binding: 'MUST',
    message: 'it differs',
    expected: 'a',
    actual: 'b',
    exchange: 0,
    ...more,
  };
  return {
    ...example,
    id: `pvwa.${clause}`,
    clauses: [`pvwa.${clause}`],
    status: 'failed',
    mismatches: [mismatch],
    exchanges: [{ operation: 'getProvider', request, milliseconds: 1, sender: {} }],
  };
}

function explained(
  results: readonly CheckReport[],
  expected?: readonly string[],
): Readonly<Record<string, string>> {
  const entries = [...explanations(contract, results, new Set(expected))].map(
    ([{ clause }, by]) => [clause, by],
  );
  return Object.fromEntries(entries) as Record<string, string>;
}

const stale = true;
const kept = reading('provider.kept', { at: '/clientId', stale });
const updated = reading('provider.replaced', { at: '/issuer', stale });
const deleted = reading('provider.deleted', { actual: 200, stale });
const made = reading('getProvider.200.status', { actual: 404, stale });

test('a read that shows what was there before every sort of change is one mistake', () => {
  expect(explained([made, kept, updated, deleted])).toEqual({
    'pvwa.getProvider.200.status': 'pvwa.provider.kept',
    'pvwa.provider.replaced': 'pvwa.provider.kept',
    'pvwa.provider.deleted': 'pvwa.provider.kept',
  });
});

test('where what was made is found, each sort of change that comes to nothing is its own', () => {
  expect(explained([kept, updated, deleted])).toEqual({});
});

test('a read that shows what never was is no part of it', () => {
  const other = reading('provider.separate', { at: '/description' });
  expect(explained([made, kept, other])).not.toHaveProperty(['pvwa.provider.separate']);
});

test('where the clause is expected to fail, it explains nothing else: that would be no finding at all', () => {
  const all = [made, kept, updated, deleted];
  expect(explained(all, ['pvwa.provider.kept'])).toEqual({});
  expect(explained(all, ['pvwa.provider.replaced'])).toHaveProperty(['pvwa.provider.replaced']);
});
