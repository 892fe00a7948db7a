import { without } from '../checks/bodies.ts';
import { refusedRequests } from '../checks/kindChecks.ts';
import { rightRequest } from '../checks/requests.ts';

/** An alternative of the body without one of the properties that it needs. */
export const conditional = refusedRequests(({ clause: { element = '', value }, operation }) => {
  const meant = new Set(Array.isArray(value) ? value : []);
  const alternative = (operation.body?.alternatives ?? []).findIndex(
    (names) => names.length === meant.size && names.every((name) => meant.has(name)),
  );
  return [
    {
      request: async (context) => {
        const right = await rightRequest(context, operation, {
          alternative: Math.max(alternative, 0),
        });
        return { ...right, body: without(right.body ?? {}, [element]) };
      },
    },
  ];
});
