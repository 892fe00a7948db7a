import type { Book } from '../checks/book.ts';
import { needsOf } from '../checks/book.ts';
import type { Check } from '../checks/check.ts';
import { rightRequest } from '../checks/requests.ts';

/** A key that is taken stays what it is. */
export function takenChecks(book: Book): readonly Check[] {
  return book.contract.operations.flatMap((operation) =>
    book.of(operation, 'taken').map(({ id }) => ({
      id,
      clauses: [id, ...book.errors(operation)],
      operation: operation.id,
      needs: needsOf(operation),
      principals: book.callers(operation),
      run: async (context) => {
        if (operation.action.does !== 'create') return;
        const resource = context.run.resource(operation.action.resource);
        const { pool } = context.run;
        await pool.heal(context);
        // One that has secrets, since the refusal must not tell those of the one that is there.
        const ref =
          pool
            .known(resource, pool.parentOf(resource))
            .find((one) =>
              resource.neverReturned.every((name) => name in (pool.saved(one) ?? {})),
            ) ?? (await pool.make(context, resource, pool.parentOf(resource)));
        await context.send(await rightRequest(context, operation, { ref, properties: 'full' }));
      },
    })),
  );
}
