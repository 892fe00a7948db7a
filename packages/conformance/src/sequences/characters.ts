import type { Operation } from '@oidc-admin/contract';
import { distinguishingProperties, without, type Body } from '../checks/bodies.ts';
import { sequences, writesOf } from './steps.ts';
import { insideProperties, oddCharacters, specialValues, withSpecialInside } from './texts.ts';

/** Every kind of text in every property that takes one, by each operation that writes, in each alternative of its body. */
export const characters = sequences((about) =>
  writesOf(about).flatMap((operation) => {
    const alternatives = operation.body?.alternatives ?? [];
    return oddCharacters.flatMap((kind) =>
      alternatives.map((required, alternative) => {
        const others = alternatives.flat().filter((name) => !required.includes(name));
        const { body } = operation;
        const own = body === undefined ? [] : distinguishingProperties(body, alternative);
        return {
          name: [operation.id, ...(own.length === 0 ? [] : [own.join('+')]), kind].join('.'),
          run: async (steps) => {
            const { source } = steps.context.run;
            const special = specialValues(operation, about.resource, kind, source);
            const { ref } = await steps.write(
              operation,
              { alternative, ...(isDeep(operation) ? { properties: 'full' } : {}) },
              {
                // What has no meaning in this alternative may be dropped.
                change: (right) => ({
                  ...right,
                  body: withSpecialInside(
                    { ...(right.body as Body), ...without(special, others) },
                    operation,
                    about.resource,
                    kind,
                    source,
                  ),
                }),
              },
            );
            await steps.read(ref, steps.asOwn);
          },
        };
      }),
    );
  }),
);

/** Whether something stands inside of others: what is there only in a whole body. */
function isDeep(operation: Operation): boolean {
  return insideProperties(operation).length > 0;
}
