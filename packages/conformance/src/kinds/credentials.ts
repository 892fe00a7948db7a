import { refusedRequests } from '../checks/kindChecks.ts';
import { rightRequest } from '../checks/requests.ts';

/** The password of principalWith invented: wrong passwords suspend real users. */
export const credentials = refusedRequests(({ operation }) => [
  {
    principals: [],
    request: async (context) => ({ ...(await rightRequest(context, operation)), raw: true }),
  },
]);
