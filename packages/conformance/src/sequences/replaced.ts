import { isObject, type JsonValue, type Operation, type Resource } from '@oidc-admin/contract';
import { namedAlternatives } from '../checks/bodies.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import { operationsOn } from '../checks/contractViews.ts';
import { depthsOf } from './depthsOf.ts';
import { leftBehind } from './leftBehind.ts';
import { sequences, type Sequence, type Steps } from './steps.ts';

/** Less after more: everything and then what is required, and from each alternative of the body back to the first. */
export const replaced = sequences(({ contract, resource }) =>
  operationsOn(contract, resource, ['replace', 'save']).flatMap((operation) => [
    replacement(resource, operation, { name: operation.id, properties: 'minimal' }),
    ...equalButLess(operation),
    ...depthsOf(operation, ({ required }) => !required).map((depth) =>
      replacement(resource, operation, depth),
    ),
    ...namedAlternatives(operation)
      .slice(1)
      .map(({ name, alternative: other }) => ({
        name: `${operation.id}.${name}`,
        run: async (steps: Steps) => {
          const ref = await steps.current();
          for (const alternative of [other, 0]) {
            await steps.write(operation, { alternative }, { ref });
            await steps.read(ref);
          }
        },
      })),
  ]),
);

/** Everything, and then what is required: of the whole, or of the objects inside of it. */
function replacement(
  resource: Resource,
  operation: Operation,
  { name, properties }: { readonly name: string; readonly properties: 'minimal' | number },
): Sequence {
  return {
    name,
    run: async (steps) => {
      const ref = await steps.current();
      const { sent: first } = await steps.write(
        operation,
        { properties: 'full' },
        { ref, change: switchedOn },
      );
      const { sent: second } = await steps.write(operation, { properties }, { ref });
      const read = await steps.read(ref);
      if (!first.accepted || !second.accepted || !read.accepted) return;
      for (const mistake of leftBehind(resource, { first, second, read })) steps.blame(mistake);
    },
  };
}

/** Everything, and then what is required with the same values: code that sees nothing new may leave it at that. */
function equalButLess(operation: Operation): readonly Sequence[] {
  const { body } = operation;
  return namedAlternatives(operation).flatMap(({ name, alternative }) => {
    const required = body?.alternatives[alternative] ?? [];
    if (required.length === 0) return [];
    return [
      {
        name: [operation.id, 'same', ...(name === '' ? [] : [name])].join('.'),
        run: async (steps) => {
          const ref = await steps.current();
          const wanted = { properties: 'full', alternative } as const;
          const { sent } = await steps.write(operation, wanted, { ref });
          if (!sent.accepted || !isObject(sent.request.body)) return;
          const { body: before } = sent.request;
          const given = Object.fromEntries(
            required.flatMap((one): [string, JsonValue][] => {
              const value = before[one];
              return value === undefined ? [] : [[one, value]];
            }),
          );
          await steps.write(operation, { alternative, given }, { ref });
          await steps.read(ref);
        },
      },
    ];
  });
}

/** The request with every switch on: one that is off and stays cannot be told from one that is not set. */
function switchedOn(request: CheckRequest): CheckRequest {
  const { body, operation } = request;
  const isBound = (operation.body?.properties ?? []).some(
    ({ types, schema }) => types.includes('boolean') && ('enum' in schema || 'const' in schema),
  );
  return body === undefined || isBound ? request : { ...request, body: withTrue(body) };
}

function withTrue(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(withTrue);
  if (!isObject(value)) return value === false ? true : value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withTrue(one)]));
}
