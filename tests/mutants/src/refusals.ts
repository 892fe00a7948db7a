import type { Clause, Contract, JsonSchema, Property } from '@oidc-admin/contract';
import { withBody, withProperty, type FaultHooks } from '@oidc-admin/mock/faults';
import type { Mutant } from './mutant.ts';

/** Answers as if all were right where a clause refuses. */
export function pretending({ id }: Clause): FaultHooks {
  return {
    decide: (decision, context) =>
      decision.clause === id || decision.broken[0]?.clause === id ? context.pretend() : decision,
  };
}

/**
 * Takes a value that breaks one keyword for right, whatever other keywords it breaks by that. `breaking` makes the schema
 * of such values from the property's own. A parameter is not read otherwise: the server only pretends.
 */
export function ignoringKeyword(breaking: (schema: JsonSchema) => JsonSchema): Mutant {
  return (clause) =>
    clause.in === undefined
      ? { contract: (right) => withAlso(right, clause, breaking) }
      : pretending(clause);
}

function withAlso(
  contract: Contract,
  { operation, element }: Clause,
  breaking: (schema: JsonSchema) => JsonSchema,
): Contract {
  return withProperty(contract, operation, element, (schema) => {
    const { contentSchema, ...rest } = schema;
    const either = { anyOf: [rest, breaking(schema)] };
    return contentSchema === undefined ? either : { ...either, contentSchema };
  });
}

/** A contract in which a property needs no prefix, or no URL that can be reached. */
export function withoutHints(
  contract: Contract,
  { operation, element }: Clause,
  ...hints: readonly ('prefix' | 'reachable')[]
): Contract {
  const bare = (property: Property): Property => {
    const entries = Object.entries(property).filter(
      ([name]) => !hints.some((hint) => hint === name),
    );
    return Object.fromEntries(entries) as unknown as Property;
  };
  return withBody(contract, operation, (body) => ({
    ...body,
    properties: body.properties.map((property) =>
      property.name === element ? bare(property) : property,
    ),
  }));
}
