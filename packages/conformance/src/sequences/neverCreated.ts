import { sequences } from './steps.ts';

/** A replace under a key that nothing has leaves nothing there. */
export const neverCreated = sequences(({ resource: { key, operations } }) =>
  key === undefined || operations.replace === undefined
    ? []
    : [
        {
          run: async (steps) => {
            const ref = steps.fresh();
            await steps.write(
              steps.operation('replace'),
              { properties: 'full' },
              { ref, blame: [] },
            );
            await steps.read(ref, steps.asOwn);
            await steps.list(steps.asOwn);
          },
        },
      ],
);
