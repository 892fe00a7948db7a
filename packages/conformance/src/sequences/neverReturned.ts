import { sequences, writesOf } from './steps.ts';

/** After each kind of write, neither a read nor a list tells what is never returned. */
export const neverReturned = sequences((about) =>
  writesOf(about).map((operation) => ({
    name: operation.id,
    run: async (steps) => {
      const { ref } = await steps.write(operation, { properties: 'full' });
      await steps.read(ref);
      await steps.list();
    },
  })),
);
