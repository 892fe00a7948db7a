import type { Opened } from '@oidc-admin/client';
import type { Clause, Operation } from '@oidc-admin/contract';
import type { CheckRequest } from '../checks/checkRequest.ts';
import { harmlessOf } from '../checks/contractViews.ts';
import type { OperationChecks, Variant } from '../checks/kindChecks.ts';
import { NotRun } from '../checks/notRun.ts';
import { sendAccepted } from '../checks/signIn.ts';

/** So many sessions of one person are open at once: two must be, and how many more a server keeps is documented nowhere. */
const manySessions = 6;

/**
 * The first of several sessions of one person goes on, whatever is signed in later. A server that ends one of two is wrong; one
 * that keeps fewer than many is worth a warning.
 */
function manyOf(operation: Operation, { id }: Clause): Variant {
  return {
    name: 'many',
    principals: ['default'],
    run: async (context) => {
      const { principals, sessions } = context.run;
      const principal = principals.find(({ borrowed }) => borrowed !== true);
      if (principal === undefined)
        throw new NotRun('principal', 'no principal that may sign in is known');
      const opened: Opened[] = [];
      const by = principal.name;
      for (const [count, binding] of [
        [2, 'MUST'],
        [manySessions, 'SHOULD'],
      ] as const) {
        while (opened.length < count) opened.push(await sessions.lend(context, principal));
        for (const one of opened) {
          const request = { operation, path: {}, by, opened: one };
          const sent = await context.send(request, { blame: [id], silent: true });
          if (sent.doubt !== undefined) throw new NotRun('unsettled', sent.doubt);
          context.add(
            sent.mismatches.map((found) => (found.clause === id ? { ...found, binding } : found)),
          );
          // What comes after is not told of it again.
          if (sent.matched === undefined) return sessions.forget(by);
        }
      }
    },
  };
}

/** The right user name and password of each role. A sign-in leaves other sessions alone: they still ask what they may. */
export const signIn: OperationChecks = {
  shows: 'success',
  variants: ({ contract, clause, operation }) => {
    const harmless = harmlessOf(contract);
    const variant = (role?: string): Variant => ({
      ...(role === undefined ? {} : { name: role }),
      principals: [role ?? 'default'],
      run: async (context) => {
        const change = (right: CheckRequest): CheckRequest => ({ ...right, raw: true });
        const blame = [clause.id];
        if (harmless !== undefined) await context.send({ operation: harmless, path: {} });
        const sent = await sendAccepted(context, operation, clause, {
          change,
          ...(role === undefined ? {} : { role }),
        });
        if (sent.accepted && harmless !== undefined)
          await context.send({ operation: harmless, path: {} }, { blame });
      },
    });
    return [
      variant(),
      ...contract.roles.map(({ name }) => variant(name)),
      ...(harmless === undefined ? [] : [manyOf(harmless, clause)]),
    ];
  },
};
