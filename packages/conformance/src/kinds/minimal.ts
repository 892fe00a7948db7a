import { isHarmless, signingIn } from '../checks/accepting.ts';
import { isSigningIn, resourceOn } from '../checks/contractViews.ts';
import type { OperationChecks, Variant } from '../checks/kindChecks.ts';
import { sendAccepted } from '../checks/signIn.ts';

/** Nothing but what is required, every byte of the response looked at; signing out is open to each role. */
export const minimal: OperationChecks = {
  shows: 'success',
  variants: (about) => {
    const { contract, clause, operation } = about;
    const listed = operation.action.does === 'list' ? resourceOn(contract, operation) : undefined;
    const variant = (role?: string): Variant => ({
      ...(role === undefined ? signingIn(about) : { name: role, principals: [role] }),
      sideBySide: isHarmless(about) && listed === undefined,
      run: async (context) => {
        // An empty list would tell nothing of what is in it.
        if (listed !== undefined && context.run.parameters.level !== 'default')
          await context.run.pool.current(context, listed);
        await sendAccepted(context, operation, clause, {
          change: (right) => ({ ...right, raw: true }),
          ...(role === undefined ? {} : { role }),
        });
      },
    });
    const roles = isSigningIn(operation) ? contract.roles : [];
    return [variant(), ...roles.map(({ name }) => variant(name))];
  },
};
