import { callersOf } from '../checks/contractViews.ts';
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
      request: async (context) => ({
        ...(await rightRequest(context, operation, { properties: 'full' })),
        by: named(context, name),
      }),
    })),
);
