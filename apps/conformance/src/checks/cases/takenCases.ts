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
        const subject = await trial.bench.subjects.current(trial, resource);
        await trial.send(await rightRequest(trial, operation, { subject, members: 'full' }));
      },
    })),
  );
}
