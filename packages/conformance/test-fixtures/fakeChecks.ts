import { inject, test } from 'vitest';
import type { CheckResult } from '../src/reports/checkResult.ts';

/** Registers a check whose result is given: what the runner does with results needs no server. */
export const fakeCheck = (
  result: Pick<CheckResult, 'id' | 'status'> & Partial<CheckResult>,
): void => {
  // oxlint-disable-next-line vitest/expect-expect, vitest/valid-title -- no test of this house, but what the engine runs
  test(result.id, ({ task }) => {
    task.meta.check = {
      api: inject('run').api,
      clauses: [result.id],
      mismatches: [],
      exchanges: [],
      milliseconds: 1,
      ...result,
    };
    if (result.status === 'failed') throw new Error('violated');
  });
};
