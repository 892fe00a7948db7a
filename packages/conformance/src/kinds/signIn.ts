import type { CheckRequest } from '../checks/checkRequest.ts';
import { harmlessOf } from '../checks/contractViews.ts';
import type { OperationChecks, Variant } from '../checks/kindChecks.ts';
import { sendAccepted } from '../checks/signIn.ts';

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
    return [variant(), ...contract.roles.map(({ name }) => variant(name))];
  },
};
