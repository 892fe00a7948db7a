import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonValue } from '@oidc-admin/contract';
import { operationsOn } from '../checks/contractViews.ts';
import { rightRequest } from '../checks/requests.ts';
import { withOtherUrls } from './otherUrls.ts';
import { sequences } from './steps.ts';

/**
 * Of what is there, one value changes, and then the next one: code that compares some of them sees nothing new, and may leave
 * it at that.
 */
export const oneByOne = sequences(({ contract, resource }) =>
  resource.operations.read === undefined
    ? []
    : operationsOn(contract, resource, ['replace', 'save']).map((operation) => ({
        name: `${operation.id}.oneByOne`,
        run: async (steps) => {
          const { context } = steps;
          const ref = await steps.current();
          const wanted = { properties: 'full', ref } as const;
          const { sent } = await steps.write(operation, wanted, { ref });
          const other = await rightRequest(context, operation, wanted);
          if (!sent.accepted || !isObject(sent.request.body)) return;
          const shown = new Set(resource.properties.map(({ name }) => name));
          let { body: values } = sent.request;
          const { body: others } = withOtherUrls(other, values);
          for (const [name, value] of Object.entries(isObject(others) ? others : {})) {
            // Nobody could see it in a read.
            if (name === resource.key || !shown.has(name) || context.mismatches.length > 0)
              continue;
            const changed: Readonly<Record<string, JsonValue>> = { ...values, [name]: value };
            if (isDeepStrictEqual(changed, values)) continue;
            await steps.write(operation, { properties: 'full', given: changed }, { ref });
            await steps.read(ref);
            values = changed;
          }
        },
      })),
);
