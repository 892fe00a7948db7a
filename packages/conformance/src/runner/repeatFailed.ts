import type { Check } from '../checks/check.ts';
import type { CheckResult, FoundMismatch } from '../reports/checkResult.ts';
import type { Performed } from './inOrder.ts';

/** A failed check is repeated so often on its own. */
const repeats = 2;
/** The same once it is known that the server answers now this way, now that way. */
const repeatsWhereFlaky = 5;
/** After so many flaky checks, a server is taken for flaky where requests overlap too. */
const enough = 5;
/** A check that takes longer waits on purpose; it is not repeated. In milliseconds. */
const longest = 5000;

/** What was broken and where: the clause, and which request of the check it was, without those that prepared it. */
function placeOf({ exchanges }: CheckResult, { clause, exchange }: FoundMismatch): string {
  if (exchange === undefined) return clause;
  const before = exchanges.slice(0, exchange).filter(({ preparation }) => preparation !== true);
  return `${clause} ${before.length}`;
}

/** Whether requests of the check overlap: of a resource, what repeats on purpose does. */
function isRace({ waits, resource }: Check): boolean {
  return waits === true && resource !== undefined;
}

/** Where a check broke MUSTs. Of requests that overlap it does not matter which one was the odd one. */
function brokenIn(check: Check, result: CheckResult): ReadonlyMap<string, string> {
  return new Map(
    result.mismatches
      .filter(({ binding }) => binding === 'MUST')
      .map((one) => [isRace(check) ? one.clause : placeOf(result, one), one.clause]),
  );
}

/** Whether a repetition says nothing: the limit of the run or of the target kept it from its end. */
function wasCutOff({ code }: CheckResult): boolean {
  return code === 'limit' || code === 'rateLimited';
}

/** Whether something was not found, or not to be changed, that should have been there. */
function isRefused({ mismatches }: CheckResult): boolean {
  return mismatches.some(({ actual, binding }) => {
    return binding === 'MUST' && typeof actual === 'number' && actual >= 400;
  });
}

/** What came of some repetitions: which places were wrong each time. */
interface Repeated {
  readonly common: ReadonlyMap<string, string>;
  readonly attempts: number;
  readonly failures: number;
}

/**
 * Repeats checks that failed, each on its own. One that does not break the same clause with the same request each time is flaky:
 * nobody knows then what the server does. At a server that is known to be flaky, overlapping requests tell nothing else.
 *
 * What is refused may have been spoilt by what other checks did: such a check is repeated with resources of its own. So is one
 * that found nothing again, since it may have changed for good what it works on.
 */
export function createRepeats(
  perform: (check: Check, failed?: CheckResult) => Promise<Performed>,
  isStopped: () => boolean,
): (check: Check, result: CheckResult) => Promise<CheckResult> {
  let flaky = 0;
  const repeat = async (
    check: Check,
    first: ReadonlyMap<string, string>,
    most: number,
    failed?: CheckResult,
  ): Promise<Repeated | undefined> => {
    let common = first;
    let attempts = 0;
    let failures = 0;
    while (common.size > 0 && attempts < most) {
      const again = await perform(check, failed);
      if (isStopped() || 'broken' in again || wasCutOff(again.result)) return undefined;
      attempts += 1;
      if (again.result.status === 'failed') failures += 1;
      const now = brokenIn(check, again.result);
      common = new Map([...common].filter(([place]) => now.has(place)));
    }
    return { common, attempts, failures };
  };
  return async (check, result) => {
    if (result.status !== 'failed' || result.milliseconds > longest) return result;
    const broken = brokenIn(check, result);
    const refused = isRefused(result);
    const most = flaky > 0 ? repeatsWhereFlaky : repeats;
    const repeated = await repeat(check, broken, most, refused ? result : undefined);
    if (repeated === undefined) return result;
    const isLost = repeated.common.size === 0 && !refused && !isRace(check);
    const anew = isLost ? await repeat(check, broken, repeatsWhereFlaky, result) : undefined;
    const lasting = new Set((anew ?? repeated).common.values());
    if (lasting.size === 0) flaky += 1;
    const isFlaky = lasting.size === 0 || (flaky >= enough && isRace(check));
    const mismatches = result.mismatches.filter(
      ({ clause, binding }) => isFlaky || binding !== 'MUST' || lasting.has(clause),
    );
    return {
      ...result,
      mismatches,
      status: isFlaky ? 'flaky' : 'failed',
      attempts: 1 + repeated.attempts + (anew?.attempts ?? 0),
      failures: 1 + repeated.failures + (anew?.failures ?? 0),
    };
  };
}
