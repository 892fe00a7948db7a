import type { Book } from '../book.ts';
import { needsOf } from '../book.ts';
import type { Case } from '../case.ts';
import type { Operation } from '../contractTypes.ts';
import { rightRequest } from '../requests.ts';
import { wholeQuery } from './exchangeCases.ts';
import type { Trial } from '../trial.ts';

/** Every wrong way to sign in, and the roles that may not, for every operation. */
export function securityCases(book: Book): readonly Case[] {
  return book.contract.operations.flatMap((operation) => [
    ...wrongWays(book, operation),
    ...otherRoles(book, operation),
    ...wrongCredentials(book, operation),
  ]);
}

function wrongWays(book: Book, operation: Operation): readonly Case[] {
  return book.of(operation, 'security').map(({ id, subject = '' }) => ({
    id,
    clauses: [id, ...book.errors(operation)],
    operation: operation.id,
    needs: needsOf(operation),
    principals: book.callers(operation),
    ...(subject === 'expired' ? { apart: true } : {}),
    run: async (trial) => {
      const right = await rightRequest(trial, operation);
      const query = wholeQuery(trial, operation);
      const sent = await trial.send({ ...right, query, wrong: subject, raw: subject === 'none' });
      // Whoever is signed out in spite of the wrong credentials has to sign in again.
      if (sent.accepted && operation.action.does === 'close') forgetAll(trial);
    },
  }));
}

function forgetAll({ bench }: Trial): void {
  for (const { name } of bench.principals) bench.sessions.forget(name);
}

function otherRoles(book: Book, operation: Operation): readonly Case[] {
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
      run: async (trial: Trial) => {
        const right = await rightRequest(trial, operation);
        await trial.send({ ...right, by: named(trial, role) });
      },
    })),
  );
}

/** The name of somebody with a role. The prerequisites say that there is one. */
export function named({ bench }: Trial, role: string): string {
  return bench.principals.find((principal) => principal.role === role)?.name ?? role;
}

/** Somebody invented: wrong passwords suspend real users. */
function wrongCredentials(book: Book, operation: Operation): readonly Case[] {
  return book.of(operation, 'credentials').map(({ id }) => ({
    id,
    clauses: [id, ...book.errors(operation)],
    operation: operation.id,
    needs: needsOf(operation),
    principals: [],
    run: async (trial) => {
      await trial.send({ ...(await rightRequest(trial, operation)), raw: true });
    },
  }));
}
