import { operationsOn } from '../checks/contractViews.ts';
import { sequences } from './steps.ts';

/** The same request twice leaves what it left the first time. */
export const repeatable = sequences(({ contract, resource }) =>
  operationsOn(contract, resource, ['replace', 'save']).map((operation) => ({
    name: operation.id,
    run: async (steps) => {
      const { ref, sent } = await steps.write(operation, { properties: 'full' });
      await steps.unchangedBy(ref, () =>
        steps.context.send(sent.request, { blame: [steps.clause] }),
      );
    },
  })),
);
