import type { Book } from '../checks/book.ts';
import { needsOf } from '../checks/book.ts';
import type { Check } from '../checks/check.ts';
import { Steps } from '../sequences/steps.ts';

/**
 * A refused request changed nothing: looked at once after all the refused requests of an operation, which ask for
 * other values in every property.
 */
export function unchangedChecks(book: Book): readonly Check[] {
  return book.contract.operations.flatMap((operation) => {
    const { action } = operation;
    if (!operation.changes || !('resource' in action)) return [];
    const resource = book.contract.resources.find(({ name }) => name === action.resource);
    const id = resource === undefined ? undefined : book.rule(resource, 'refusedUnchanged');
    if (resource === undefined || id === undefined) return [];
    return [
      {
        id: `${id}/${operation.id}`,
        clauses: [id],
        operation: operation.id,
        needs: needsOf(operation),
        principals: book.callers(operation),
        run: async (context) => {
          const steps = new Steps(context, resource, id);
          if (action.does === 'create') await steps.list(steps.asOwn);
          else await steps.read(await steps.current(), steps.asOwn);
        },
      },
    ];
  });
}
