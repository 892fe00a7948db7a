import type { Check } from '../checks/check.ts';
import type { CheckResult } from '../reports/checkResult.ts';
import type { Performed } from './inOrder.ts';

/** A failed check is repeated so often on its own. */
const repeats = 2;
/** The same once it is known that the server answers now this way, now that way. */
const repeatsWhereFlaky = 5;
/** A check that takes longer waits on purpose; it is not repeated. In milliseconds. */
const longest = 5000;

function brokenIn({ mismatches }: CheckResult): string[] {
  return mismatches.flatMap(({ clause, binding }) => (binding === 'MUST' ? [clause] : []));
}

/**
 * Repeats checks that failed, each on its own. One that does not break the same clause each time is flaky: nobody knows then
 * what the server does.
 */
export function createRepeats(
  perform: (check: Check) => Promise<Performed>,
  isStopped: () => boolean,
): (check: Check, result: CheckResult) => Promise<CheckResult> {
  let flaky = false;
  return async (check, result) => {
    if (result.status !== 'failed' || result.milliseconds > longest) return result;
    let common = new Set(brokenIn(result));
    let attempts = 1;
    let failures = 1;
    while (common.size > 0 && attempts <= (flaky ? repeatsWhereFlaky : repeats)) {
      const again = await perform(check);
      if (isStopped() || 'broken' in again) return result;
      attempts += 1;
      if (again.result.status === 'failed') failures += 1;
      common = new Set(brokenIn(again.result).filter((clause) => common.has(clause)));
    }
    flaky ||= common.size === 0;
    const mismatches = result.mismatches.filter(
      ({ clause, binding }) => common.size === 0 || binding !== 'MUST' || common.has(clause),
    );
    return {
      ...result,
      mismatches,
      status: common.size === 0 ? 'flaky' : 'failed',
      attempts,
      failures,
    };
  };
}
