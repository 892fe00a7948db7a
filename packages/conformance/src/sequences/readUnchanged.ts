import { callersOf, isSigningIn } from '../checks/contractViews.ts';
import { wholeQuery } from '../checks/queries.ts';
import { rightRequest } from '../checks/requests.ts';
import { sequences } from './steps.ts';

/** Each operation that changes nothing leaves what was saved as it was. */
export const readUnchanged = sequences(({ contract }) =>
  contract.operations
    .filter((operation) => !operation.changes && !isSigningIn(operation))
    .map((operation) => ({
      name: operation.id,
      principals: callersOf(operation),
      run: async (steps) => {
        const { context } = steps;
        const ref = await steps.current();
        const right = await rightRequest(context, operation, { properties: 'full' });
        const query = wholeQuery(context, operation);
        await steps.unchangedBy(ref, () =>
          context.send({ ...right, query }, { blame: [steps.clause] }),
        );
      },
    })),
);
