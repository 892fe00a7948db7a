import { without } from '../checks/bodies.ts';
import { refusedRequests } from '../checks/kindChecks.ts';
import { rightRequest } from '../checks/requests.ts';
import { alternativeOf } from './alternative.ts';

/** An alternative of the body without one of the properties that it needs. */
export const conditional = refusedRequests((about) => [
  {
    request: async (context) => {
      const alternative = alternativeOf(about);
      const right = await rightRequest(context, about.operation, { alternative });
      return { ...right, body: without(right.body ?? {}, [about.clause.element ?? '']) };
    },
  },
]);
