import { sequences, writesOf } from './steps.ts';

/** What each operation that writes is sent without reads back as its default, whatever was there before. */
export const defaults = sequences((about) =>
  writesOf(about).map((operation) => ({
    name: operation.id,
    run: async (steps) => {
      const { ref } =
        operation.action.does === 'create'
          ? await steps.write(operation)
          : await steps.write(operation, { properties: 'full' });
      if (operation.action.does !== 'create') await steps.write(operation, {}, { ref });
      await steps.read(ref);
    },
  })),
);
