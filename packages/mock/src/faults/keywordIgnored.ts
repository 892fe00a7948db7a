import type { Clause, Contract, JsonSchema, Property } from '@oidc-admin/contract';
import { withBody, withProperty } from './changeContract.ts';

/** What a value is like that breaks one keyword and nothing else: made from the keyword's own value. */
const breaking: Readonly<Record<string, (schema: JsonSchema) => JsonSchema>> = {
  type: (schema) => ({ not: { type: schema['type'] } }),
  minLength: (schema) => ({ type: 'string', maxLength: Number(schema['minLength']) - 1 }),
  maxLength: (schema) => ({ type: 'string', minLength: Number(schema['maxLength']) + 1 }),
  pattern: (schema) => ({ type: 'string', not: { pattern: schema['pattern'] } }),
  enum: (schema) => ({ type: schema['type'], not: { enum: schema['enum'] } }),
  format: (schema) => ({ type: 'string', not: { format: schema['format'] } }),
  minimum: (schema) => ({ type: 'number', exclusiveMaximum: schema['minimum'] }),
  maximum: (schema) => ({ type: 'number', exclusiveMinimum: schema['maximum'] }),
};

/** Whether a kind of clause is a keyword of a property's schema. */
export function isKeyword(kind: string): boolean {
  return kind === 'contentSchema' || Object.hasOwn(breaking, kind);
}

/** A contract in which a value that breaks one keyword is right, whatever other keywords it breaks by that. */
export function keywordIgnored(contract: Contract, clause: Clause): Contract {
  const { kind, operation, element } = clause;
  const read = withProperty(contract, operation, element, (schema) => {
    const { contentSchema, ...rest } = schema;
    if (kind === 'contentSchema') return rest;
    const also = breaking[kind]?.(schema) ?? {};
    return { anyOf: [rest, also], ...(contentSchema === undefined ? {} : { contentSchema }) };
  });
  // An empty text has no prefix and reaches nothing: both rules would refuse it all the same.
  return kind === 'minLength' ? withoutHints(read, clause, ['prefix', 'unreachable']) : read;
}

/** A contract in which a property needs no prefix, or no URL that can be reached. */
export function withoutHints(
  contract: Contract,
  { operation, element }: Clause,
  kinds: readonly string[],
): Contract {
  const bare = (property: Property): Property => {
    const { prefix, reachable, ...rest } = property;
    return {
      ...rest,
      ...(prefix === undefined || kinds.includes('prefix') ? {} : { prefix }),
      ...(reachable === undefined || kinds.includes('unreachable') ? {} : { reachable }),
    };
  };
  return withBody(contract, operation, (body) => ({
    ...body,
    properties: body.properties.map((property) =>
      property.name === element ? bare(property) : property,
    ),
  }));
}
