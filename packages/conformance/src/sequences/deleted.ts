import { makesKeys } from '@oidc-admin/contract';
import { sequences, type Sequence, type Steps } from './steps.ts';

/**
 * What was deleted is gone from read and list, and cannot be deleted or updated again; its key is free for something new, which
 * comes and goes like anything else.
 */
export const deleted = sequences(({ resource }) => {
  const { key, operations } = resource;
  if (key === undefined || operations.delete === undefined || operations.create === undefined)
    return [];
  return [
    {
      name: 'gone',
      run: async (steps) => {
        const ref = await steps.create({ properties: 'full' });
        await steps.remove(ref, { blame: [steps.clause] });
        await steps.read(ref, steps.asOwn);
        await steps.list(steps.asOwn);
      },
    },
    // What the server made, nobody can ask for again.
    ...(makesKeys(resource) ? [] : keyFree),
    {
      name: 'twice',
      run: async (steps) => {
        const ref = await steps.create();
        await steps.remove(ref, steps.asOwn);
        await steps.remove(ref, steps.asOwn);
      },
    },
    ...(operations.replace === undefined
      ? []
      : [
          {
            name: 'updated',
            run: async (steps: Steps) => {
              const ref = await steps.create({ properties: 'full' });
              await steps.remove(ref, { blame: [steps.clause] });
              const update = steps.operation('replace');
              await steps.write(update, { properties: 'full' }, { ref, ...steps.asOwn, blame: [] });
              await steps.read(ref, steps.asOwn);
              await steps.list(steps.asOwn);
            },
          },
        ]),
  ];
});

const keyFree: readonly Sequence[] = [
  {
    name: 'keyFree',
    run: async (steps) => {
      const ref = await steps.create({ properties: 'full' });
      await steps.remove(ref, { blame: [steps.clause] });
      await steps.create({ properties: 'minimal' }, { ref, ...steps.free });
      // Nothing of what stood there before comes back.
      await steps.read(ref, steps.asOwn);
      await steps.list(steps.asOwn);
    },
  },
  {
    name: 'madeAgain',
    run: async (steps) => {
      const ref = await steps.create({ properties: 'full' });
      await steps.remove(ref, { blame: [steps.clause] });
      await steps.create({ properties: 'full' }, { ref, ...steps.free });
      await steps.remove(ref, steps.asOwn);
      await steps.read(ref, steps.asOwn);
      await steps.list(steps.asOwn);
    },
  },
];
