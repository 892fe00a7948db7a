import { sequences } from './steps.ts';

/** The same key in the other letter case is another key. */
export const distinctCase = sequences(({ resource: { key, operations } }) =>
  key === undefined || operations.delete === undefined || operations.create === undefined
    ? []
    : [
        {
          run: async (steps) => {
            const lower = await steps.create({ properties: 'full' });
            const upper = steps.fresh(0, lower.key.toUpperCase());
            await steps.create({ properties: 'full' }, { ref: upper, ...steps.free });
            if (steps.context.run.pool.saved(upper) === undefined) return;
            await steps.read(lower, steps.asOwn);
            await steps.read(upper, steps.asOwn);
          },
        },
      ],
);
