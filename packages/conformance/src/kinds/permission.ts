import { callersOf, isSigningIn } from '../checks/contractViews.ts';
import { refusedRequests } from '../checks/kindChecks.ts';
import { rightRequest } from '../checks/requests.ts';
import { named } from '../checks/signIn.ts';

/** A request of each role that may not. */
export const permission = refusedRequests(({ contract, operation }) =>
  contract.roles
    .filter(({ name }) => operation.roles?.includes(name) === false)
    .map(({ name }) => ({
      name,
      principals: [...callersOf(operation), name],
      request: async (context) => {
        const right = await rightRequest(context, operation, { properties: 'full' });
        // What one who may was just answered must not be kept for everybody.
        if (!operation.changes && !isSigningIn(operation)) await context.send(right);
        return { ...right, by: named(context, name) };
      },
    })),
);
