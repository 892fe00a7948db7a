import { expect, test } from 'vitest';
import type { Check } from '../checks/check.ts';
import type { CheckResult } from '../reports/checkResult.ts';
import { createRepeats } from './repeatFailed.ts';

const check: Check = {
  id: 'notes.getNote.minimal',
  clauses: ['notes.getNote.minimal'],
  operation: 'getNote',
  needs: 'default',
  principals: [],
  run: async () => undefined,
};

function result(status: 'passed' | 'failed', actual: number | string): CheckResult {
  const mismatch = {
    clause: 'notes.getNote.200.status',
    binding: 'MUST',
    message: 'it differs',
    expected: undefined,
    actual,
  } as const;
  return {
    id: check.id,
    api: 'notes',
    clauses: check.clauses,
    status,
    mismatches: status === 'failed' ? [mismatch] : [],
    exchanges: [],
    milliseconds: 1,
  };
}

/** Repeats a failure at a server that fails only where a check gets resources of its own, or only where it does not. */
async function repeated(actual: number | string, failsAnew: boolean) {
  const asked: boolean[] = [];
  const repeat = createRepeats(
    async (_, failed) => {
      const isAnew = failed !== undefined;
      asked.push(isAnew);
      return { result: result(isAnew === failsAnew ? 'failed' : 'passed', actual) };
    },
    () => false,
  );
  const { status, attempts } = await repeat(check, result('failed', actual));
  return { status, attempts, asked };
}

test('what is not found is looked for again with what no other check has used', async () => {
  expect(await repeated(404, true)).toEqual({
    status: 'failed',
    attempts: 3,
    asked: [true, true],
  });
  // It was spoilt by another check: nothing is wrong with the request itself.
  expect(await repeated(404, false)).toEqual({ status: 'flaky', attempts: 2, asked: [true] });
});

test('a value that is right when it is written again is written to something new', async () => {
  expect(await repeated('old', true)).toEqual({
    status: 'failed',
    attempts: 7,
    asked: [false, true, true, true, true, true],
  });
  expect(await repeated('old', false)).toEqual({
    status: 'failed',
    attempts: 3,
    asked: [false, false],
  });
});
