import type { CheckContext } from '../checks/checkContext.ts';
import { resourceOn } from '../checks/contractViews.ts';
import type { OperationChecks, OperationClause, Variant } from '../checks/kindChecks.ts';
import { rightRequest } from '../checks/requests.ts';
import { readTag, takesAny } from '../checks/tags.ts';
import { Steps } from '../sequences/steps.ts';

/** A read under the tag that was shown, and under any: nothing is shown. After a change, everything is. */
export const notModified: OperationChecks = {
  variants: (about) => {
    const resource = resourceOn(about.contract, about.operation);
    if (resource === undefined) return [];
    const { replace, save, merge } = resource.operations;
    const isChanged = (replace ?? save ?? merge) !== undefined;
    return [
      variant(about, 'tag', (context, steps) => tagNow(context, steps, about)),
      ...(takesAny(about.contract, about.operation, 'if-none-match')
        ? [variant(about, 'any', () => Promise.resolve('*'))]
        : []),
      ...(isChanged
        ? [
            {
              ...variant(about, 'changed', async (context, steps) => {
                const tag = await tagNow(context, steps, about);
                await steps.replace(await steps.current(), { properties: 'full' });
                // Many writes show no tag: whether the old one is another is known by the new one only.
                await tagNow(context, steps, about);
                return tag;
              }),
              needs: 'allowWrites' as const,
            },
          ]
        : []),
    ];
  },
};

async function tagNow(
  context: CheckContext,
  steps: Steps,
  { operation }: OperationClause,
): Promise<string> {
  return readTag(context, operation, await steps.current());
}

function variant(
  { contract, clause, operation }: OperationClause,
  name: string,
  tagOf: (context: CheckContext, steps: Steps) => Promise<string>,
): Variant {
  return {
    name,
    run: async (context) => {
      const resource = resourceOn(contract, operation);
      if (resource === undefined) return;
      const steps = new Steps(context, resource, clause.id);
      const ref = await steps.current();
      const tag = await tagOf(context, steps);
      const right = await rightRequest(context, operation, { ref });
      const headers = { ...right.headers, 'if-none-match': tag };
      // Whether nothing is shown or everything, it is this clause that says so.
      const relabel = ({ clause: broken, at }: { clause: string; at?: string }): string =>
        at === undefined && context.run.clause(broken)?.kind === 'status' ? clause.id : broken;
      await context.send({ ...right, headers }, { relabel });
    },
  };
}
