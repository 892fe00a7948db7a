import type { Check } from '../checks/check.ts';
import { CheckContext } from '../checks/checkContext.ts';
import { redactText } from '../checks/redacted.ts';
import { runCheck } from '../checks/runCheck.ts';
import { createRunContext } from '../checks/runContext.ts';
import type { TestersAccess } from '../checks/sessions.ts';
import type { CheckResult } from '../reports/checkResult.ts';
import { isOfSession } from '../reports/isOfSession.ts';
import type { IncompleteReason } from '../reports/report.ts';
import { guardTarget, type Guard } from '../safety/guardTarget.ts';
import { lockTarget } from '../safety/lockTarget.ts';
import { targetKeys } from '../safety/targetKeys.ts';
import { answeredUnsupported } from './answeredUnsupported.ts';
import type { PreparedRun } from './prepareRun.ts';
import { refusedAtStart } from './refusedAtStart.ts';
import { reasonOf } from './targetRequest.ts';

/** A target whose checks may be run. */
export interface OpenRun {
  /**
   * Does one check. One that `failed` is repeated with resources that no other check has used, and with new sessions where one was
   * refused. Throws for a mistake in the check itself, never for what the server does.
   */
  check(check: Check, failed?: CheckResult): Promise<CheckResult>;
  /**
   * After the checks: what differed while something was brought about that checks need, and while it was deleted at the end, as
   * the result of a check; undefined where nothing did. Never throws.
   */
  preparation(): Promise<CheckResult | undefined>;
  /** Milliseconds that were spent waiting on purpose so far. */
  waited(): number;
  /** Interrupts the requests that wait for a response, and lets no check send another one. */
  stop(): void;
  /**
   * After the checks: which operations answer rightly though they are said to be unsupported. Nothing is left of it. Never
   * throws.
   */
  answered(): Promise<readonly string[]>;
  /** Puts back what was changed, and signs out. Answers what could not be put back, one line each. Never throws. */
  close(): Promise<readonly string[]>;
}

interface Admitted extends Guard {
  release(): void;
}

/** Locks, asks and guards a target. */
async function admit(
  run: PreparedRun,
  notice: (text: string) => void,
): Promise<{ readonly refused: IncompleteReason } | Admitted> {
  const { url, embedded } = run.parameters.target;
  let lock: ReturnType<typeof lockTarget> | undefined;
  try {
    lock = embedded ? undefined : lockTarget(url, targetKeys(run));
  } catch (error) {
    return { refused: { code: 'locked', text: reasonOf(error) } };
  }
  if (lock?.taken === false) return { refused: { code: 'locked', text: lock.reason } };
  const release = (): void => {
    if (lock?.taken === true) lock.release();
  };
  try {
    const refused = await refusedAtStart(run);
    const guard = refused === undefined ? await guardTarget(run, notice) : { refused };
    if (!('refused' in guard)) return { ...guard, release };
    release();
    return guard;
  } catch (error) {
    release();
    return { refused: { code: 'notPrepared', text: reasonOf(error) } };
  }
}

/** Opens a target for its checks, or says why none may be run there. `notice` gets what a person should know. */
export async function openRun(
  prepared: PreparedRun,
  notice: (text: string) => void,
): Promise<{ readonly refused: IncompleteReason } | OpenRun> {
  const admitted = await admit(prepared, notice);
  if ('refused' in admitted) return admitted;
  const { parameters, contract, access, environment } = prepared;
  // Only the API's own package knows what its principals hold.
  const run = createRunContext(
    parameters,
    contract,
    access as TestersAccess,
    environment,
    (key) => admitted.note(key),
    prepared.network,
  );
  const running = new Set<Promise<unknown>>();
  const tidyOnce = async (): Promise<readonly string[]> => {
    // While the wire is stopped: a check that was interrupted must not go on when it is open again.
    await Promise.allSettled(running);
    run.wire.resume();
    const left = await run.pool.cleanUp(new CheckContext(run)).catch(() => []);
    await run.sessions.closeAll();
    run.wire.close();
    return parameters.target.embedded ? [] : left;
  };
  let tidied: Promise<readonly string[]> | undefined;
  const tidy = (): Promise<readonly string[]> => (tidied ??= tidyOnce());
  return {
    check: (check, failed) => {
      if (failed !== undefined) run.pool.makeAnew();
      if (failed?.mismatches.some((one) => isOfSession(contract, one)) === true)
        run.sessions.renewAll();
      const result = runCheck(run, check).catch((error: unknown) => {
        throw new Error(redactText(run, error instanceof Error ? error.message : 'unknown error'));
      });
      running.add(result);
      const over = (): boolean => running.delete(result);
      result.then(over, over);
      return result;
    },
    preparation: async () => {
      await tidy().catch(() => undefined);
      return run.preparation.result();
    },
    waited: () => run.wire.waited,
    stop: () => run.wire.stop(),
    answered: async () => {
      // What the checks made is gone first: the same keys are made again.
      await tidy().catch(() => undefined);
      return answeredUnsupported(prepared, (key) => admitted.note(key)).catch(() => []);
    },
    close: async () => {
      try {
        const left = await tidy().catch(() => []);
        return [...left, ...(await admitted.restore())];
      } finally {
        admitted.release();
      }
    },
  };
}
