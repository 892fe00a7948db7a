import type { Book } from '../checks/book.ts';
import { needsOf } from '../checks/book.ts';
import type { Check } from '../checks/check.ts';
import type { Operation } from '../checks/contractTypes.ts';
import { rightRequest } from '../checks/requests.ts';
import { wholeQuery } from './exchangeChecks.ts';
import type { CheckContext } from '../checks/checkContext.ts';

/** Every wrong way to sign in, and the roles that may not, for every operation. */
export function securityChecks(book: Book): readonly Check[] {
  return book.contract.operations.flatMap((operation) => [
    ...wrongWays(book, operation),
    ...otherRoles(book, operation),
    ...wrongCredentials(book, operation),
  ]);
}

function wrongWays(book: Book, operation: Operation): readonly Check[] {
  return book.of(operation, 'security').map(({ id, element = '' }) => ({
    id,
    clauses: [id, ...book.errors(operation)],
    operation: operation.id,
    needs: needsOf(operation),
    principals: book.callers(operation),
    ...(element === 'expired' ? { waits: true } : {}),
    run: async (context) => {
      const right = await rightRequest(context, operation);
      const query = wholeQuery(context, operation);
      const sent = await context.send({ ...right, query, wrong: element, raw: element === 'none' });
      // Whoever is signed out in spite of the wrong credentials has to sign in again.
      if (sent.accepted && operation.action.does === 'close') forgetAll(context);
    },
  }));
}

function forgetAll({ run }: CheckContext): void {
  for (const { name } of run.principals) run.sessions.forget(name);
}

function otherRoles(book: Book, operation: Operation): readonly Check[] {
  const others = book.contract.roles.filter(
    ({ name }) => operation.roles?.includes(name) === false,
  );
  return book.of(operation, 'permission').flatMap(({ id }) =>
    others.map(({ name: role }, index) => ({
      id: index === 0 ? id : `${id}/${role}`,
      clauses: [id, ...book.errors(operation)],
      operation: operation.id,
      needs: needsOf(operation),
      principals: [...book.callers(operation), role],
      run: async (context: CheckContext) => {
        const right = await rightRequest(context, operation);
        await context.send({ ...right, by: named(context, role) });
      },
    })),
  );
}

/** The name of somebody with a role. The prerequisites say that there is one. */
export function named({ run }: CheckContext, role: string): string {
  return run.principals.find((principal) => principal.role === role)?.name ?? role;
}

/** Somebody invented: wrong passwords suspend real users. */
function wrongCredentials(book: Book, operation: Operation): readonly Check[] {
  return book.of(operation, 'credentials').map(({ id }) => ({
    id,
    clauses: [id, ...book.errors(operation)],
    operation: operation.id,
    needs: needsOf(operation),
    principals: [],
    run: async (context) => {
      await context.send({ ...(await rightRequest(context, operation)), raw: true });
    },
  }));
}
