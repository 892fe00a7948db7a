import type { Book } from '../book.ts';
import { needsOf } from '../book.ts';
import type { Case } from '../case.ts';
import { rightRequest } from '../requests.ts';

/** A key that is taken stays what it is. */
export function takenCases(book: Book): readonly Case[] {
  return book.contract.operations.flatMap((operation) =>
    book.of(operation, 'taken').map(({ id }) => ({
      id,
      clauses: [id, ...book.errors(operation)],
      operation: operation.id,
      needs: needsOf(operation),
      principals: book.callers(operation),
      run: async (trial) => {
        if (operation.action.does !== 'create') return;
        const resource = trial.bench.resource(operation.action.resource);
        const { subjects } = trial.bench;
        await subjects.heal(trial);
        // One that has secrets, since the refusal must not tell those of the one that is there.
        const subject =
          subjects
            .known(resource, subjects.parentOf(resource))
            .find((one) =>
              resource.neverReturned.every((name) => name in (subjects.saved(one) ?? {})),
            ) ?? (await subjects.make(trial, resource, subjects.parentOf(resource)));
        await trial.send(await rightRequest(trial, operation, { subject, properties: 'full' }));
      },
    })),
  );
}
