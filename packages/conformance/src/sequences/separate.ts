import { sequences, type Sequence } from './steps.ts';

/** What is done to one of two leaves the other alone: two keys, of which one begins with the other, or two parents. */
export const separate = sequences(({ resource }) =>
  resource.key === undefined ? betweenParents : betweenKeys,
);

const betweenKeys: readonly Sequence[] = (['replace', 'delete'] as const).map((does) => ({
  name: does,
  run: async (steps) => {
    const one = await steps.create({ properties: 'full' });
    const other = await steps.create(
      { properties: 'full' },
      { ref: steps.fresh(0, `${one.key}1`) },
    );
    if (does === 'replace') await steps.replace(one, { properties: 'full' });
    else await steps.remove(one);
    await steps.read(other, steps.asOwn);
  },
}));

const betweenParents: readonly Sequence[] = (['full', 'minimal'] as const).map((properties) => ({
  name: properties,
  parents: 2,
  run: async (steps) => {
    const one = await steps.create({ properties: 'full' }, { ref: steps.fresh(0) });
    const other = await steps.create({ properties }, { ref: steps.fresh(1) });
    await steps.read(one, steps.asOwn);
    await steps.read(other, steps.asOwn);
  },
}));
