import type { Opened } from '@oidc-admin/client';
import type { Clause, Operation } from '@oidc-admin/contract';
import type { CheckRequest } from '../checks/checkRequest.ts';
import { harmlessOf } from '../checks/contractViews.ts';
import type { OperationChecks, Variant } from '../checks/kindChecks.ts';
import { NotRun } from '../checks/notRun.ts';
import { sendAccepted } from '../checks/signIn.ts';

/** So many sessions of one person are open at once. */
const manySessions = 6;

/** The first of several sessions of one person goes on, whatever is signed in later. */
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
      for (let count = 0; count < manySessions; count += 1)
        opened.push(await sessions.lend(context, principal));
      const by = principal.name;
      for (const one of opened) {
        const request = { operation, path: {}, by, opened: one };
        const { matched } = await context.send(request, { blame: [id] });
        // What comes after is not told of it again.
        if (matched === undefined) return sessions.forget(by);
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
