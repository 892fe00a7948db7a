import { sequences } from './steps.ts';

/** What was deleted is gone from read and list, cannot be deleted again, and its key is free for something new. */
export const deleted = sequences(({ resource: { key, operations } }) => {
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
    {
      name: 'keyFree',
      run: async (steps) => {
        const ref = await steps.create({ properties: 'full' });
        await steps.remove(ref, { blame: [steps.clause] });
        await steps.create({ properties: 'minimal' }, { ref, ...steps.free });
        // Nothing of what stood there before comes back.
        await steps.read(ref, steps.asOwn);
      },
    },
    {
      name: 'twice',
      run: async (steps) => {
        const ref = await steps.create();
        await steps.remove(ref, steps.asOwn);
        await steps.remove(ref, steps.asOwn);
      },
    },
  ];
});
