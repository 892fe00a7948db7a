import type { ClauseKind, Resource } from '@oidc-admin/contract';
import { asyncProperty, check } from 'fast-check';
import { CheckContext } from '../checks/checkContext.ts';
import { clausesOf } from '../checks/contractViews.ts';
import type { ResourceClause, Variant } from '../checks/kindChecks.ts';
import { NotRun } from '../checks/notRun.ts';
import type { Exchange } from '../reports/checkResult.ts';
import { commandsFor } from './commands.ts';

/** How many sequences, and how long: what the fixed ones missed shows in few. */
const sequences = 1;
const longest = 5;
/** Milliseconds that shrinking may take. */
const patienceMs = 5000;

/** A random sequence, the same for the same seed; one that fails is shrunk to the shortest that still does. */
export function randomSequence({ contract, resource }: ResourceClause): Variant {
  const held: readonly ClauseKind[] = [
    'replaced',
    'defaults',
    'listed',
    'deleted',
    'refusedUnchanged',
  ];
  return {
    name: 'random',
    clauses: clausesOf(contract, resource.name)
      .filter(({ kind }) => held.includes(kind))
      .map(({ id }) => id),
    run: (context) => runRandom(context, resource),
  };
}

async function runRandom(context: CheckContext, resource: Resource): Promise<void> {
  const { run } = context;
  let failing: CheckContext | undefined;
  let last: CheckContext | undefined;
  let stopped: unknown;
  let refused: NotRun | undefined;
  let isWritten = false;
  await check(
    asyncProperty(commandsFor(run, resource, longest), async (steps) => {
      const own = new CheckContext(run);
      last = own;
      // Every sequence begins with nothing: keys of its own.
      const slots = new Map<number, string>();
      try {
        for (const step of steps) {
          await step.run(own, slots).catch((error: unknown) => {
            // What follows can be done all the same.
            if (!(error instanceof NotRun) || error.code !== 'mayRefuse') throw error;
            refused = error;
          });
          if (isBroken(own)) break;
        }
      } catch (error) {
        stopped = error;
        return true;
      }
      isWritten ||= own.exchanges.some((one) => isAcceptedWrite(resource, one));
      if (isBroken(own)) failing = own;
      return !isBroken(own);
    }),
    {
      seed: run.parameters.seed,
      numRuns: sequences,
      interruptAfterTimeLimit: patienceMs,
      skipEqualValues: true,
    },
  );
  const shown = failing ?? last;
  if (shown !== undefined) {
    const before = context.exchanges.length;
    context.exchanges.push(...shown.exchanges);
    context.mismatches.push(
      ...shown.mismatches.map((one) =>
        one.exchange === undefined ? one : { ...one, exchange: before + one.exchange },
      ),
    );
  }
  if (failing !== undefined) return;
  if (stopped !== undefined) throw stopped as Error;
  if (refused !== undefined && !isWritten) throw refused as Error;
}

function isAcceptedWrite(
  { operations: { create, replace, save } }: Resource,
  { operation, response }: Exchange,
): boolean {
  return (
    response !== undefined && response.status < 300 && [create, replace, save].includes(operation)
  );
}

function isBroken({ mismatches }: CheckContext): boolean {
  return mismatches.some(({ binding }) => binding === 'MUST');
}
