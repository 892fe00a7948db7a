import type { OperationChecks } from '../checks/kindChecks.ts';
import { sendAccepted } from '../checks/signIn.ts';

/** A right request, signed in by the scheme that the clause names. */
export const scheme: OperationChecks = {
  shows: 'success',
  variants: ({ clause, operation }) => [
    {
      run: async (context) => {
        const { element = '' } = clause;
        await sendAccepted(context, operation, clause, {
          change: (right) => ({ ...right, scheme: element }),
        });
      },
    },
  ],
};
