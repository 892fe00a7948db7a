import { elementSteps, isNested, type Operation, type Property } from '@oidc-admin/contract';
import { alternativeWith, sentProperties, withBodyValue } from '../checks/bodies.ts';
import { sequences, writesOf } from './steps.ts';

/** Each other spelling of a value, by each operation that writes, reads back as the documented one. */
export const normalised = sequences((about) =>
  writesOf(about).flatMap((operation) =>
    spelledProperties(operation).flatMap(({ name, normalised: spellings = {} }) =>
      Object.keys(spellings).map((spelling) => ({
        name: `${operation.id}.${name}.${spelling}`,
        run: async (steps) => {
          const { ref } = await steps.write(
            operation,
            {
              alternative: alternativeWith(operation, name),
              // What is inside of an object needs the object.
              ...(isNested(name) ? { properties: 'full' } : {}),
            },
            {
              change: (right) => ({
                ...right,
                body: withBodyValue(right.body, name, spelling),
              }),
            },
          );
          await steps.read(ref);
        },
      })),
    ),
  ),
);

/** The properties of a body that have several spellings, those inside of others as well. */
function spelledProperties(operation: Operation): readonly Property[] {
  const sent = new Set(sentProperties(operation).map(({ name }) => name));
  return (operation.body?.properties ?? []).filter(({ name }) =>
    sent.has(elementSteps(name)[0] ?? ''),
  );
}
