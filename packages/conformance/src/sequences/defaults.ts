import { depthsOf } from './depthsOf.ts';
import { sequences, writesOf, type Steps } from './steps.ts';

/** What each operation that writes is sent without reads back as its default, whatever was there before; inside of objects too. */
export const defaults = sequences((about) =>
  writesOf(about).flatMap((operation) => [
    {
      name: operation.id,
      run: async (steps: Steps) => {
        const { ref } =
          operation.action.does === 'create'
            ? await steps.write(operation)
            : await steps.write(operation, { properties: 'full' });
        if (operation.action.does !== 'create') await steps.write(operation, {}, { ref });
        await steps.read(ref);
      },
    },
    ...depthsOf(operation, (property) => property.default !== undefined).map(
      ({ name, properties }) => ({
        name,
        run: async (steps: Steps) => {
          const { ref } = await steps.write(operation, { properties });
          await steps.read(ref);
        },
      }),
    ),
  ]),
);
