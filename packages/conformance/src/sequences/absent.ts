import { callersOf } from '../checks/contractViews.ts';
import type { ResourceChecks } from '../checks/kindChecks.ts';
import { NotRun } from '../checks/notRun.ts';

/** What a read answers before the first save; it was asked before anything else. */
export const absent: ResourceChecks = {
  variants: ({ contract, resource }) => {
    const read = contract.operations.find((one) => one.id === resource.operations.read);
    if (read === undefined) return [];
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
            context.add(sent.mismatches.map((one) => ({ ...one, exchange: at })));
          }
        },
      },
    ];
  },
};
