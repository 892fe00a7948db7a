import type { Connection } from '../commandLine.ts';
import { DocumentedError } from '../documentedErrors.ts';
import { type DeclaredResource, withSecrets } from './declaredResource.ts';
import type { ManagedResource, PropertyValues } from './managedResource.ts';
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

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What is sent is never cut off: nobody would know whether it had its effect. */
function uninterrupted(): AbortSignal {
  return new AbortController().signal;
}

async function readBack(
  managed: ManagedResource,
  declared: DeclaredResource,
  connection: Connection,
): Promise<StepResult> {
  try {
    const { step } = await planResource(managed, declared, connection, { signal: uninterrupted() });
    if (step.action === 'none') return { outcome: 'written' };
    const names = step.changes.flatMap((one) => (one.becomes === 'secret' ? [] : [one.name]));
    const what = step.problem ?? (names.join(', ') || step.action);
    return { outcome: 'notHeld', reason: `the server does not hold what was sent: ${what}` };
  } catch (error) {
    return { outcome: 'notRead', reason: `written, but not read back: ${reasonOf(error)}` };
  }
}

/** Sends the write of a step; what it answers is the result where it did not go well. */
async function write(
  { step, input = {} }: PlannedResource,
  connection: Connection,
): Promise<StepResult | undefined> {
  try {
    await connection.call(step.operation ?? '', input, { signal: uninterrupted() });
    return undefined;
  } catch (error) {
    const isRefused =
      (error instanceof DocumentedError && error.status < 500) ||
      (error instanceof Error && 'code' in error && error.code === 'InputError');
    return { outcome: isRefused ? 'refused' : 'failed', reason: reasonOf(error) };
  }
}

/** Whether a step is still what a plan has shown: the same write, of the same values, in place of the same. */
export function isSameStep(one: PlanStep, other: PlanStep): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * Does one step of a plan: looks again and goes on only where the plan still holds, writes, and reads back. Never rejects. The signal ends
 * it only before the write.
 */
export async function applyResource(
  managed: ManagedResource,
  declared: DeclaredResource,
  connection: Connection,
  planned: PlanStep,
  options: ApplyOptions,
): Promise<StepResult> {
  const { signal, secret, beforeWrite, afterWrite } = options;
  try {
    const fresh = await planResource(managed, declared, connection, options);
    if (fresh.step.action === 'none') return { outcome: 'inSync' };
    if (!isSameStep(fresh.step, planned))
      return {
        outcome: 'changed',
        reason: 'the server is not as the plan found it; nothing was written, plan again',
      };
    if (fresh.input === undefined)
      return { outcome: 'refused', reason: `not written: ${fresh.step.problem}` };
    const input = await withSecrets(fresh.input, managed.isSecret, secret);
    signal.throwIfAborted();
    await beforeWrite?.(fresh);
    const failed = await write({ ...fresh, input: input as PropertyValues }, connection);
    if (failed !== undefined) return failed;
    afterWrite?.();
    return await readBack(managed, declared, connection);
  } catch (error) {
    return signal.aborted
      ? { outcome: 'stopped', reason: 'stopped before it was written' }
      : { outcome: 'refused', reason: `not written: ${reasonOf(error)}` };
  }
}
