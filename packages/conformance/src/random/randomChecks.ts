import { asyncProperty, check } from 'fast-check';

import type { Book } from '../checks/book.ts';
import type { Check } from '../checks/check.ts';
import type { Resource } from '../checks/contractTypes.ts';
import { CheckContext } from '../checks/checkContext.ts';
import { commandsFor } from './commands.ts';

/** How many sequences, and how long: what the fixed ones missed shows in few. */
const sequences = 1;
const longest = 5;
/** Milliseconds that shrinking may take. */
const patienceMs = 5000;

/** Random sequences, the same for the same seed; one that fails is shrunk to the shortest that still does. */
export function randomChecks(book: Book): readonly Check[] {
  return book.contract.resources.flatMap((resource) => {
    const id = book.rule(resource, 'kept');
    const writer = book.contract.operations.find(
      (one) => one.id === (resource.operations.create ?? resource.operations.save),
    );
    if (id === undefined || writer === undefined) return [];
    return [
      {
        id: `${id}/random`,
        clauses: book
          .owned(resource.name)
          .filter(({ kind }) =>
            ['kept', 'replaced', 'defaults', 'listed', 'deleted', 'refusedUnchanged'].includes(
              kind,
            ),
          )
          .map((clause) => clause.id),
        resource: resource.name,
        needs: 'allowWrites',
        principals: book.callers(writer),
        run: (context) => runRandom(context, resource),
      },
    ];
  });
}

async function runRandom(context: CheckContext, resource: Resource): Promise<void> {
  const { run } = context;
  let failing: CheckContext | undefined;
  let last: CheckContext | undefined;
  let stopped: unknown;
  await check(
    asyncProperty(commandsFor(run, resource, longest), async (steps) => {
      const own = new CheckContext(run);
      last = own;
      // Every sequence begins with nothing: keys of its own.
      const slots = new Map<number, string>();
      try {
        for (const step of steps) {
          await step.run(own, slots);
          if (isBroken(own)) break;
        }
      } catch (error) {
        stopped = error;
        return true;
      }
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
  const ownSecrets = failing ?? last;
  if (ownSecrets !== undefined) {
    const before = context.exchanges.length;
    context.exchanges.push(...ownSecrets.exchanges);
    context.mismatches.push(
      ...ownSecrets.mismatches.map((one) =>
        one.exchange === undefined ? one : { ...one, exchange: before + one.exchange },
      ),
    );
  }
  if (failing === undefined && stopped !== undefined) throw stopped as Error;
}

function isBroken({ mismatches }: CheckContext): boolean {
  return mismatches.some(({ binding }) => binding === 'MUST');
}
