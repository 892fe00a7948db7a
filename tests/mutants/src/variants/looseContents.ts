import { isObject } from '@oidc-admin/mock';
import { sentBody, type FaultHooks } from '@oidc-admin/mock/faults';
import { operationsWith, type VariantMutants } from '../variantMutant.ts';

/** Reads the names in a text of JSON without regard to their letter case. */
export const looseContents: VariantMutants = (contract) =>
  operationsWith(contract, 'contentSchema').flatMap(({ clause, operation }) => {
    const { element = '' } = clause;
    const property = operation.body?.properties.find(({ name }) => name === element);
    const { required = [] } = (property?.schema['contentSchema'] ?? {}) as {
      readonly required?: readonly string[];
    };
    if (required.length === 0 || clause.in !== undefined) return [];
    return [
      {
        clause,
        name: 'namesInAnyCase',
        says: 'The names in a text of JSON are compared without regard to their letter case.',
        operation: operation.id,
        hooks: {
          request: (request) => {
            const body = sentBody({ request });
            const text = body[element];
            const parsed = typeof text === 'string' ? parsedOrNothing(text) : undefined;
            if (!isObject(parsed)) return request;
            const renamed = Object.entries(parsed).map(([name, value]) => [
              required.find((one) => one.toLowerCase() === name.toLowerCase()) ?? name,
              value,
            ]);
            const value = { ...body, [element]: JSON.stringify(Object.fromEntries(renamed)) };
            return required.every((name) => name in parsed)
              ? request
              : { ...request, body: { kind: 'json', value } };
          },
        } satisfies FaultHooks,
      },
    ];
  });

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
