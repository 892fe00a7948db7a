import type { Operation } from '@oidc-admin/contract';
import { distinguishingProperties } from '../checks/bodies.ts';
import { operationsOn } from '../checks/contractViews.ts';
import { leftBehind } from './leftBehind.ts';
import { sequences, type Steps } from './steps.ts';

/** Less after more: everything and then what is required, and from each alternative of the body back to the first. */
export const replaced = sequences(({ contract, resource }) =>
  operationsOn(contract, resource, ['replace', 'save']).flatMap((operation) => [
    {
      name: operation.id,
      run: async (steps: Steps) => {
        const ref = await steps.current();
        const { sent: first } = await steps.write(operation, { properties: 'full' }, { ref });
        const { sent: second } = await steps.write(operation, { properties: 'minimal' }, { ref });
        const read = await steps.read(ref);
        if (!first.accepted || !second.accepted || !read.accepted) return;
        for (const mistake of leftBehind(resource, { first, second, read })) steps.blame(mistake);
      },
    },
    ...alternativesBeyondFirst(operation).map(({ name, index }) => ({
      name: `${operation.id}.${name}`,
      run: async (steps: Steps) => {
        const ref = await steps.current();
        for (const alternative of [index, 0]) {
          await steps.write(operation, { alternative }, { ref });
          await steps.read(ref);
        }
      },
    })),
  ]),
);

function alternativesBeyondFirst({
  body,
}: Operation): readonly { readonly name: string; readonly index: number }[] {
  return (body?.alternatives ?? []).slice(1).map((_, before) => {
    const names = body === undefined ? [] : distinguishingProperties(body, before + 1);
    return { name: names.join('+') || '$', index: before + 1 };
  });
}
