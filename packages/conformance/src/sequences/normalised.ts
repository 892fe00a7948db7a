import { alternativeWith, sentProperties } from '../checks/bodies.ts';
import { sequences, writesOf } from './steps.ts';

/** Each other spelling of a value, by each operation that writes, reads back as the documented one. */
export const normalised = sequences((about) =>
  writesOf(about).flatMap((operation) =>
    sentProperties(operation).flatMap(({ name, normalised: spellings = {} }) =>
      Object.keys(spellings).map((spelling) => ({
        name: `${operation.id}.${name}.${spelling}`,
        run: async (steps) => {
          const { ref } = await steps.write(
            operation,
            { alternative: alternativeWith(operation, name) },
            {
              change: (right) => ({
                ...right,
                body: { ...(right.body as object), [name]: spelling },
              }),
            },
          );
          await steps.read(ref);
        },
      })),
    ),
  ),
);
