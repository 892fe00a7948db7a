import { longList } from './longList.ts';
import { sequences, writesOf, type Steps } from './steps.ts';

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
]);
