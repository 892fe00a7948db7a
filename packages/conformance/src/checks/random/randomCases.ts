import { asyncProperty, check } from 'fast-check';

import type { Book } from '../book.ts';
import type { Case } from '../case.ts';
import type { Resource } from '../contractTypes.ts';
import { Trial } from '../trial.ts';
import { commandsFor } from './commands.ts';

/** How many sequences, and how long: what the fixed ones missed shows in few. */
const sequences = 1;
const longest = 5;
/** Milliseconds that shrinking may take. */
const patienceMs = 5000;

/** Random sequences, the same for the same seed; one that fails is shrunk to the shortest that still does. */
export function randomCases(book: Book): readonly Case[] {
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
        run: (trial) => runRandom(trial, resource),
      },
    ];
  });
}

async function runRandom(trial: Trial, resource: Resource): Promise<void> {
  const { bench } = trial;
  let failing: Trial | undefined;
  let last: Trial | undefined;
  let stopped: unknown;
  await check(
    asyncProperty(commandsFor(bench, resource, longest), async (steps) => {
      const own = new Trial(bench);
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
      seed: bench.run.seed,
      numRuns: sequences,
      interruptAfterTimeLimit: patienceMs,
      skipEqualValues: true,
    },
  );
  const told = failing ?? last;
  if (told !== undefined) {
    const before = trial.exchanges.length;
    trial.exchanges.push(...told.exchanges);
    trial.differences.push(
      ...told.differences.map((one) =>
        one.exchange === undefined ? one : { ...one, exchange: before + one.exchange },
      ),
    );
  }
  if (failing === undefined && stopped !== undefined) throw stopped as Error;
}

function isBroken({ differences }: Trial): boolean {
  return differences.some(({ binding }) => binding === 'MUST');
}
