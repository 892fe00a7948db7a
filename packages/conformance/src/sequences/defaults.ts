import { isNested, type Operation } from '@oidc-admin/contract';
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
    ...(hasDefaultInside(operation)
      ? [
          {
            name: `${operation.id}.inside`,
            run: async (steps: Steps) => {
              const { ref } = await steps.write(operation, { properties: 'sparse' });
              await steps.read(ref);
            },
          },
        ]
      : []),
  ]),
);

function hasDefaultInside({ body }: Operation): boolean {
  return (body?.properties ?? []).some(
    (property) => isNested(property.name) && property.default !== undefined,
  );
}
