import { longList } from './longList.ts';
import { sequences, writesOf, type Sequence, type Steps } from './steps.ts';

/** A list after each kind of write, after a removal, and longer than any page that a server might cut. */
export const listed = sequences((about) => [
  ...writesOf(about).map((operation) => ({
    name: operation.id,
    run: async (steps: Steps) => {
      await steps.write(operation, { properties: 'full' });
      await steps.list();
    },
  })),
  ...(about.resource.operations.delete === undefined
    ? []
    : [
        {
          name: about.resource.operations.delete,
          run: async (steps: Steps) => {
            await steps.remove(await steps.create());
            await steps.list();
          },
        },
      ]),
  ...longList(about),
  ...(about.resource.operations.listAll === undefined ? [] : [everywhere]),
]);

/** A list over all parents has what was made below each, once, and no more what was deleted. */
const everywhere: Sequence = {
  name: 'allParents',
  parents: 2,
  run: async (steps) => {
    const made = [];
    for (const parent of [0, 1])
      made.push(await steps.create({ properties: 'full' }, { ref: steps.fresh(parent) }));
    await steps.listAll();
    if (steps.resource.operations.delete === undefined) return;
    for (const ref of made.toReversed()) {
      await steps.remove(ref);
      await steps.listAll();
    }
  },
};
