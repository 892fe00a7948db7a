import type { Clause } from '@oidc-admin/contract';
import { inAlternatives, withBody, type FaultHooks } from '@oidc-admin/mock/faults';

/** One alternative of a union demands a property less. */
export function conditional({ operation, element, value }: Clause): FaultHooks {
  const demanded = JSON.stringify(value);
  const left = (names: readonly string[]): readonly string[] =>
    JSON.stringify(names) === demanded ? names.filter((name) => name !== element) : names;
  return {
    contract: (right) =>
      withBody(right, operation, (body) => ({
        ...body,
        alternatives: body.alternatives.map(left),
        schema: inAlternatives(body.schema, (alternative) => ({
          ...alternative,
          required: left((alternative['required'] ?? []) as readonly string[]),
        })),
      })),
  };
}
