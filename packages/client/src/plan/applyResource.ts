import type { Connection } from '../commandLine.ts';
import { DocumentedError } from '../documentedErrors.ts';
import { type DeclaredResource, withSecrets } from './declaredResource.ts';
import type { ManagedResource, PropertyValues } from './managedResource.ts';
import type { PacedConnection } from './pacer.ts';
import {
  type PlannedResource,
  type PlanOptions,
  type PlanStep,
  planResource,
} from './planResource.ts';

/** What became of one step. */
export interface StepResult {
  /**
   * `written`: the server holds what the file says. `inSync`: nothing was to be done any more. `notHeld`: written, and the server does
   * not hold it. `notRead`: written, and not read back. `changed`: the server is not as the plan found it. `refused`: the server
   * refused it and holds what it held. `failed`: not known whether it was done. `stopped`: not begun.
   */
  readonly outcome:
    | 'written'
    | 'inSync'
    | 'notHeld'
    | 'notRead'
    | 'changed'
    | 'refused'
    | 'failed'
    | 'stopped';
  /** Why, where it did not go well; no secret is in it. */
  readonly reason?: string;
}

/** What applying a step needs besides. */
export interface ApplyOptions extends PlanOptions {
  /** What a reference to a secret stands for. */
  readonly secret: (reference: string) => Promise<string>;
  /** Called before the write is sent, and not where nothing is. */
  readonly beforeWrite?: ((planned: PlannedResource) => void | Promise<void>) | undefined;
  /** Called when the write was answered with success, before it is read back; must not throw. */
  readonly afterWrite?: (() => void) | undefined;
}

/** The outcomes after which the server is as the file says. */
export const goodOutcomes: ReadonlySet<StepResult['outcome']> = new Set(['written', 'inSync']);

/** The outcomes after which the server may be another than before. */
export const writtenOutcomes: ReadonlySet<StepResult['outcome']> = new Set([
  'written',
  'notHeld',
  'notRead',
  'failed',
]);

/** A look is as good as new for so long. */
const freshMs = 2000;

const changedMeanwhile: StepResult = {
  outcome: 'changed',
  reason: 'the server is not as the plan found it; nothing was written, plan again',
};

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A look after a write is never cut off: nobody would know whether it had its effect. */
function uninterrupted(): AbortSignal {
  return new AbortController().signal;
}

/** One step on its way to a server. */
interface Work {
  readonly managed: ManagedResource;
  readonly declared: DeclaredResource;
  readonly connection: PacedConnection;
  readonly options: ApplyOptions;
}

/** Compares what was written. After the signal that waits for no turn. */
async function lookAfter({ managed, declared, connection, options }: Work): Promise<PlanStep> {
  const { signal } = options;
  try {
    signal.throwIfAborted();
    return (await planResource(managed, declared, connection, { signal })).step;
  } catch (error) {
    if (!signal.aborted) throw error;
    const own = { signal: uninterrupted() };
    return (await planResource(managed, declared, connection.atOnce, own)).step;
  }
}

async function readBack(work: Work): Promise<StepResult> {
  try {
    const step = await lookAfter(work);
    if (step.action === 'none') return { outcome: 'written' };
    const names = step.changes.flatMap((one) => (one.becomes === 'secret' ? [] : [one.name]));
    const what = step.problem ?? (names.join(', ') || step.action);
    return { outcome: 'notHeld', reason: `the server does not hold what was sent: ${what}` };
  } catch (error) {
    return { outcome: 'notRead', reason: `written, but not read back: ${reasonOf(error)}` };
  }
}

/** Whether a step is still what a plan has shown: the same write, of the same values, in place of the same. */
export function isSameStep(one: PlanStep, other: PlanStep): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What a look right before a write has shown: nothing is to be sent. */
class NothingSent extends Error {
  readonly result: StepResult;

  constructor(result: StepResult) {
    super('nothing was sent');
    this.result = result;
  }
}

/** Looks once more, and goes on only where all is as it was. `isAgain`: a try was sent before, and refused. */
async function checkSame(
  { managed, declared, options }: Work,
  connection: Connection,
  { step }: PlannedResource,
  isAgain: boolean,
): Promise<void> {
  const { step: now } = await planResource(managed, declared, connection, options);
  if (isSameStep(now, step)) return;
  if (now.action === 'none') throw new NothingSent({ outcome: 'inSync' });
  throw new NothingSent(
    isAgain
      ? { outcome: 'failed', reason: 'refused, and the server is not as it was before' }
      : changedMeanwhile,
  );
}

/** A refused write may have been done all the same, as by a proxy that sends again what fails. */
async function refusal(
  work: Work,
  planned: PlannedResource,
  error: unknown,
  outcome: 'refused' | 'stopped',
): Promise<StepResult> {
  const { managed, declared, connection, options } = work;
  const reason = reasonOf(error);
  try {
    const own = { ...options, signal: uninterrupted() };
    const { step } = await planResource(managed, declared, connection.atOnce, own);
    if (isSameStep(step, planned.step)) return { outcome, reason };
    return {
      outcome: 'failed',
      reason: `${reason}; the server does not hold what it held before`,
    };
  } catch (unread) {
    return { outcome: 'failed', reason: `${reason}; not read afterwards: ${reasonOf(unread)}` };
  }
}

/** Why a write failed, and what the server holds now: whatever broke may have come before the write or after it. */
async function failureFound(
  work: Work,
  { step }: PlannedResource,
  error: unknown,
): Promise<string> {
  const reason = reasonOf(error);
  try {
    const now = await lookAfter(work);
    if (now.action === 'none')
      return `${reason}; the server holds what was sent all the same, as far as it can be read`;
    return isSameStep(now, step)
      ? `${reason}; the server holds what it held before, as far as it can be read`
      : `${reason}; the server holds neither what it held before nor what was sent`;
  } catch (unread) {
    return `${reason}; not read afterwards: ${reasonOf(unread)}`;
  }
}

/** Sends the write of a step; what it answers is the result where it did not go well. */
async function write(
  work: Work,
  planned: PlannedResource,
  input: PropertyValues,
): Promise<StepResult | undefined> {
  const { connection, options } = work;
  const { signal, beforeWrite } = options;
  const looked = performance.now();
  let tries = 0;
  let isSent = false;
  const before = async (atOnce: Connection): Promise<void> => {
    isSent = false;
    if (tries > 0 || performance.now() - looked > freshMs)
      await checkSame(work, atOnce, planned, tries > 0);
    signal.throwIfAborted();
    if (tries === 0) await beforeWrite?.(planned);
    tries += 1;
    isSent = true;
  };
  try {
    await connection.write(planned.step.operation ?? '', input, { signal, before });
    return undefined;
  } catch (error) {
    if (error instanceof NothingSent) return error.result;
    if (tries === 0) throw error;
    // A try was refused as one too many, and the next one has not been sent: what is sent has no signal.
    const isWaiting = error === signal.reason || (error as Error).name === 'AbortError';
    if (signal.aborted && (isWaiting || !isSent))
      return refusal(work, planned, new Error('stopped before it was written'), 'stopped');
    if (!isSent) return refusal(work, planned, error, 'refused');
    if (error instanceof Error && 'code' in error && error.code === 'InputError')
      return { outcome: 'refused', reason: reasonOf(error) };
    return error instanceof DocumentedError && error.status < 500
      ? refusal(work, planned, error, 'refused')
      : { outcome: 'failed', reason: await failureFound(work, planned, error) };
  }
}

/**
 * Does one step of a plan: looks again right before it writes, goes on only where the plan still holds, writes, and reads back. Never
 * rejects. The signal ends it only before the write is sent, also while that waits for its turn.
 */
export async function applyResource(
  managed: ManagedResource,
  declared: DeclaredResource,
  connection: PacedConnection,
  planned: PlanStep,
  options: ApplyOptions,
): Promise<StepResult> {
  const { signal, secret, afterWrite } = options;
  const work = { managed, declared, connection, options };
  try {
    const fresh = await planResource(managed, declared, connection, options);
    if (fresh.step.action === 'none') return { outcome: 'inSync' };
    if (!isSameStep(fresh.step, planned)) return changedMeanwhile;
    if (fresh.input === undefined)
      return { outcome: 'refused', reason: `not written: ${fresh.step.problem}` };
    const input = await withSecrets(fresh.input, managed.isSecret, secret);
    const failed = await write(work, fresh, input as PropertyValues);
    if (failed !== undefined) return failed;
    afterWrite?.();
    return await readBack(work);
  } catch (error) {
    return signal.aborted
      ? { outcome: 'stopped', reason: 'stopped before it was written' }
      : { outcome: 'refused', reason: `not written: ${reasonOf(error)}` };
  }
}
