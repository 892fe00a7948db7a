import type { OperationChecks } from '../checks/kindChecks.ts';
import { rightRequest } from '../checks/requests.ts';
import { alternativeOf } from './alternative.ts';

/** Nothing but what a contested alternative needs: taken or refused, but in no other way than the documented. */
export const contested: OperationChecks = {
  variants: (about) => [
    {
      run: async (context) => {
        const alternative = alternativeOf(about);
        const right = await rightRequest(context, about.operation, { alternative });
        await context.send(right, { blame: [about.clause.id] });
      },
    },
  ],
};
