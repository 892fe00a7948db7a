import { refusedRequests } from '../checks/kindChecks.ts';
import { wholeQuery } from '../checks/queries.ts';
import { rightRequest } from '../checks/requests.ts';

/** A wrong way to sign in: the clause's element. */
export const security = refusedRequests(({ clause: { element: wrong = '' }, operation }) => [
  {
    ...(wrong === 'expired' ? { waits: true } : {}),
    request: async (context) => {
      const right = await rightRequest(context, operation, { properties: 'full' });
      const query = wholeQuery(context, operation);
      return { ...right, query, wrong, raw: wrong === 'none' };
    },
  },
]);
