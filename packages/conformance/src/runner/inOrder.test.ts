import { expect, test } from 'vitest';
import type { Check } from '../checks/check.ts';
import { inOrder, type Performed } from './inOrder.ts';

function check(id: string, sideBySide: boolean): Check {
  return {
    id,
    clauses: [id],
    needs: 'default',
    principals: [],
    sideBySide,
    run: async () => undefined,
  };
}

function done(id: string, status: 'passed' | 'failed'): Performed {
  return {
    result: { id, api: 'x', clauses: [], status, mismatches: [], exchanges: [], milliseconds: 1 },
  };
}

async function play(
  checks: readonly Check[],
  outcome: (id: string, overlapping: number) => 'passed' | 'failed',
) {
  let running = 0;
  const log: string[] = [];
  const results: string[] = [];
  const perform = async ({ id }: Check): Promise<Performed> => {
    running += 1;
    const overlapping = running;
    log.push(`${id}${overlapping > 1 ? '+' : ''}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
    return done(id, outcome(id, overlapping));
  };
  for await (const one of inOrder(checks, perform, () => false))
    if ('result' in one) results.push(`${one.result.id} ${one.result.status}`);
  return { log, results };
}

test('results come in the order of the list; only what may overlaps', async () => {
  const checks = [check('a', true), check('b', true), check('c', false), check('d', true)];
  const { log, results } = await play(checks, () => 'passed');
  expect(results).toEqual(['a passed', 'b passed', 'c passed', 'd passed']);
  expect(log).toEqual(['a', 'b+', 'c', 'd']);
});

test('what overlapped a finding is done again alone, and its second result counts', async () => {
  const checks = ['a', 'b', 'c'].map((id) => check(id, true));
  const { log, results } = await play(checks, (id, overlapping) =>
    id === 'b' || overlapping > 2 ? 'failed' : 'passed',
  );
  expect(log).toEqual(['a', 'b+', 'c+', 'a', 'b', 'c']);
  expect(results).toEqual(['a passed', 'b failed', 'c passed']);
});

test('what only requests that overlap bring about is found all the same', async () => {
  const checks = ['a', 'b', 'c'].map((id) => check(id, true));
  const { log, results } = await play(checks, (id, overlapping) =>
    id === 'b' && overlapping > 1 ? 'failed' : 'passed',
  );
  expect(log).toEqual(['a', 'b+', 'c+', 'a', 'b', 'c']);
  expect(results).toEqual(['a passed', 'b failed', 'c passed']);
});

test('what was done when the run is stopped is not lost, and what was interrupted is no result', async () => {
  const stopped = new AbortController();
  const interrupted = Promise.withResolvers<Performed>();
  const perform = ({ id }: Check): Promise<Performed> => {
    if (id !== 'e') return Promise.resolve(done(id, 'passed'));
    setTimeout(() => {
      stopped.abort();
      interrupted.resolve({ id: '', broken: 'interrupted' });
    }, 5);
    return interrupted.promise;
  };
  const results: Performed[] = [];
  const checks = ['a', 'b', 'c', 'd', 'e'].map((id) => check(id, true));
  for await (const one of inOrder(checks, perform, () => stopped.signal.aborted)) results.push(one);
  expect(results.map((one) => ('result' in one ? one.result.id : one.broken))).toEqual([
    'a',
    'b',
    'c',
    'd',
  ]);
});
