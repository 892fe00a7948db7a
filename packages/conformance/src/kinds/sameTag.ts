import { isDeepStrictEqual } from 'node:util';
import { resourceOn } from '../checks/contractViews.ts';
import type { OperationChecks } from '../checks/kindChecks.ts';
import { rightRequest } from '../checks/requests.ts';
import { Steps } from '../sequences/steps.ts';

/** Two reads of the same, and a list between them where there is one. */
export const sameTag: OperationChecks = {
  variants: ({ contract, clause, operation }) => {
    const resource = resourceOn(contract, operation);
    if (resource === undefined) return [];
    return [
      {
        run: async (context) => {
          const steps = new Steps(context, resource, clause.id);
          const ref = await steps.current();
          const right = await rightRequest(context, operation, { ref });
          const before = await context.send(right);
          await steps.list({ silent: true });
          const after = await context.send(right);
          const [one, other] = [before, after].map(({ response }) => response?.headers['etag']);
          const isSame = isDeepStrictEqual(before.response?.json, after.response?.json);
          if (isSame && one !== undefined && other !== undefined && one !== other)
            context.blame(clause.id, 'the ETag of what has not changed is another one', one, other);
        },
      },
    ];
  },
};
