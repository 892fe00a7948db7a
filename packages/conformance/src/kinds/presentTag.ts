import { resourceOn } from '../checks/contractViews.ts';
import type { OperationChecks } from '../checks/kindChecks.ts';
import { readBack } from '../checks/readBack.ts';
import { rightRequest } from '../checks/requests.ts';
import { readTag, takesAny } from '../checks/tags.ts';
import { Steps } from '../sequences/steps.ts';

/** A change of what is there, under the tag that a read shows, and under any. */
export const presentTag: OperationChecks = {
  variants: ({ contract, clause, operation }) => {
    const resource = resourceOn(contract, operation);
    if (resource === undefined) return [];
    const isAnyTaken = takesAny(contract, operation, 'if-match');
    return (isAnyTaken ? (['tag', 'any'] as const) : (['tag'] as const)).map((name) => ({
      name,
      run: async (context) => {
        const steps = new Steps(context, resource, clause.id);
        const ref = await steps.current();
        const right = await rightRequest(context, operation, { ref, properties: 'full' });
        const tag = name === 'any' ? '*' : await readTag(context, operation, ref);
        const sent = await context.send(
          { ...right, headers: { ...right.headers, 'if-match': tag } },
          { blame: [clause.id] },
        );
        if (sent.accepted && operation.action.does !== 'delete')
          await readBack(context, sent, steps.asOwn);
      },
    }));
  },
};
