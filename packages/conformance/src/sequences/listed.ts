import { makerOf } from '@oidc-admin/contract';
import type { ResourceClause } from '../checks/kindChecks.ts';
import { longList } from './longList.ts';
import { sequences, writesOf, type Sequence, type Steps } from './steps.ts';
import { lookAlikes, oddCharacters, specialInside, specialValues } from './texts.ts';

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
  ...ofEachKind(about),
  ...longList(about),
  ...(about.resource.operations.listAll === undefined ? [] : [everywhere]),
]);

/** Values of every kind that hasty code changes, each in something of its own: a list may be written otherwise than one of them. */
function ofEachKind({ contract, resource }: ResourceClause): readonly Sequence[] {
  const maker = contract.operations.find(({ id }) => id === makerOf(resource));
  if (maker === undefined || resource.operations.list === undefined) return [];
  return [
    {
      name: 'everyText',
      run: async (steps) => {
        const { source } = steps.context.run;
        for (const kind of [...lookAlikes, ...oddCharacters]) {
          const { sent } = await steps.write(
            maker,
            { properties: 'full', given: specialValues(maker, resource, kind, source) },
            { silent: true, change: specialInside(maker, resource, kind, source) },
          );
          // Whether such a text is taken is another clause's; what is taken must be listed.
          const status = sent.response?.status ?? 0;
          if (status < 400 || status > 499) steps.context.add(sent.mismatches);
        }
        await steps.list();
      },
    },
  ];
}

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
