import type { Check } from '../checks/check.ts';
import type { CheckResult } from '../reports/checkResult.ts';

/** What came of one check, or why it came to nothing: a mistake in the check itself. */
export type Performed =
  | { readonly result: CheckResult }
  | { readonly broken: string; readonly id: string };

type Perform = (check: Check) => Promise<Performed>;

/** So many checks run at the same time. */
const width = 4;
/** So many results at most wait until it is known that none of them disturbed another. */
const batchSize = 24;

interface Timed {
  readonly check: Check;
  readonly performed: Performed;
  readonly start: number;
  readonly end: number;
}

/** The checks in batches: those that may run side by side together, every other one alone. */
function batchesOf(checks: readonly Check[]): readonly (readonly Check[])[] {
  const batches: Check[][] = [];
  for (const check of checks) {
    const last = batches.at(-1);
    const joins =
      check.sideBySide === true && last?.[0]?.sideBySide === true && last.length < batchSize;
    if (joins) last.push(check);
    else batches.push([check]);
  }
  return batches;
}

/** A server that did something else than expected may have changed what the checks beside this one look at. */
function isSuspicious(performed: Performed): boolean {
  return 'broken' in performed || ['failed', 'warned'].includes(performed.result.status);
}

function overlap(a: Timed, b: Timed): boolean {
  return a.start <= b.end && b.start <= a.end;
}

async function sideBySide(
  batch: readonly Check[],
  perform: Perform,
  isStopped: () => boolean,
): Promise<Timed[]> {
  const waiting = [...batch.entries()];
  const done = new Map<number, Timed>();
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (isStopped()) return;
      const [index, check] = next;
      const start = performance.now();
      const performed = await perform(check);
      // What was interrupted came to nothing.
      if (!isStopped()) done.set(index, { check, performed, start, end: performance.now() });
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, batch.length) }, work));
  return [...done].toSorted(([a], [b]) => a - b).map(([, one]) => one);
}

/** Does again, each alone, what overlapped a finding; nothing more once the run is stopped. */
async function again(
  done: readonly Timed[],
  perform: Perform,
  isStopped: () => boolean,
): Promise<ReadonlyMap<Timed, Performed>> {
  const repeated = new Map<Timed, Performed>();
  for (const one of done) {
    if (isStopped()) break;
    const performed = await perform(one.check);
    if (!isStopped()) repeated.set(one, performed);
  }
  return repeated;
}

/**
 * Runs checks and answers their results in the order of the list. Those that cannot disturb each other run side by side;
 * where one of them finds something, it and all that overlapped it are done again, each alone, so that blame stays exact.
 * Where none of them finds anything alone, the overlap itself is what the server cannot bear: the first results count.
 * What was done before the run is stopped is answered all the same.
 */
export async function* inOrder(
  checks: readonly Check[],
  perform: Perform,
  isStopped: () => boolean,
): AsyncGenerator<Performed, void, undefined> {
  for (const batch of batchesOf(checks)) {
    const done = await sideBySide(batch, perform, isStopped);
    const suspicious = batch.length === 1 ? [] : done.filter((one) => isSuspicious(one.performed));
    const doubted = done.filter((one) => suspicious.some((other) => overlap(one, other)));
    const repeated = await again(doubted, perform, isStopped);
    const explained = [...repeated.values()].some((performed) => isSuspicious(performed));
    for (const one of done) {
      const second = repeated.get(one);
      // Where the run is stopped there is no second look, and without it nobody knows whom to blame.
      if (second === undefined && doubted.includes(one)) continue;
      yield explained ? (second ?? one.performed) : one.performed;
    }
    if (isStopped()) return;
  }
}
