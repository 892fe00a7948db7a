import { textBelow, type Operation, type Resource } from '@oidc-admin/contract';
import type { Mismatch } from '@oidc-admin/model';
import { namedAs } from '../checks/blamed.ts';
import { callersOf } from '../checks/contractViews.ts';
import type { ResourceChecks, Variant } from '../checks/kindChecks.ts';
import { NotRun } from '../checks/notRun.ts';
import { pathUnder } from '../checks/resourceRef.ts';

/** What a read answers before the first save; it was asked before anything else. */
export const absent: ResourceChecks = {
  variants: ({ contract, resource, clause }) => {
    const read = contract.operations.find((one) => one.id === resource.operations.read);
    if (read === undefined) return [];
    const above = contract.resources.find(({ name }) => name === resource.parentResource);
    if (above !== undefined) return [belowNew(read, resource, above)];
    return [
      {
        needs: 'default',
        principals: callersOf(read),
        sideBySide: true,
        run: async (context) => {
          const before = [...context.run.firstReads.values()].filter(
            ({ sent, found }) => sent.request.operation === read && !found,
          );
          if (before.length === 0)
            throw new NotRun('preparation', `the target had a ${resource.name} already`);
          for (const { sent, exchange } of before) {
            if (exchange !== undefined) context.exchanges.push(exchange);
            // They were found by another check: here the exchange is in another place.
            const at = context.exchanges.length - 1;
            // A body without what belongs to a saved one is none that says that nothing is saved.
            const lacks = ({ clause: broken }: Mismatch): boolean =>
              context.run.clause(broken)?.kind === 'propertyPresent';
            context.add(
              sent.mismatches.map((one) => ({
                ...(lacks(one) ? namedAs(one, clause.id) : one),
                exchange: at,
              })),
            );
          }
        },
      },
    ];
  },
};

/** Nothing is saved below what was made just now. */
function belowNew(read: Operation, resource: Resource, above: Resource): Variant {
  return {
    principals: callersOf(read),
    run: async (context) => {
      const parent = await context.run.pool.make(context, above, context.run.pool.parentOf(above));
      const path = pathUnder(read, resource, textBelow(above, parent));
      await context.send({ operation: read, path });
      await context.run.pool.discard(context, parent);
    },
  };
}
