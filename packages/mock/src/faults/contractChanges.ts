import type {
  Clause,
  Contract,
  JsonSchema,
  Property,
  Operation,
  RequestBody,
} from '@oidc-admin/contract';

/** The property of a request's body that a clause speaks of. */
export function sentProperty(
  contract: Contract,
  { operation, element }: Clause,
): Property | undefined {
  return contract.operations
    .find(({ id }) => id === operation)
    ?.body?.properties.find(({ name }) => name === element);
}

/** A contract in which one operation reads differently. */
function withOperation(
  contract: Contract,
  id: string | undefined,
  change: (operation: Operation) => Operation,
): Contract {
  return {
    ...contract,
    operations: contract.operations.map((operation) =>
      operation.id === id ? change(operation) : operation,
    ),
  };
}

/** A contract in which one property of a request's body reads differently, in every alternative. */
export function withProperty(
  contract: Contract,
  operation: string | undefined,
  name: string | undefined,
  change: (schema: JsonSchema) => JsonSchema,
): Contract {
  return withBody(contract, operation, (body) => ({
    ...body,
    schema: inAlternatives(body.schema, (alternative) =>
      withSchemaProperty(alternative, name ?? '', change),
    ),
    properties: body.properties.map((property) =>
      property.name === name ? changedProperty(property, change) : property,
    ),
  }));
}

/** A contract in which one parameter reads differently. */
function withParameter(
  contract: Contract,
  operation: string | undefined,
  name: string | undefined,
  change: (schema: JsonSchema) => JsonSchema,
): Contract {
  return withOperation(contract, operation, (changed) => ({
    ...changed,
    parameters: changed.parameters.map((parameter) =>
      parameter.name === name ? { ...parameter, ...changedProperty(parameter, change) } : parameter,
    ),
  }));
}

/** A contract in which a property of a body may be left out. */
export function withoutRequired(
  contract: Contract,
  operation: string | undefined,
  name: string | undefined,
): Contract {
  const left = (names: readonly string[]): readonly string[] =>
    names.filter((required) => required !== name);
  return withBody(contract, operation, (body) => ({
    ...body,
    schema: inAlternatives(body.schema, (alternative) => ({
      ...alternative,
      required: left((alternative['required'] ?? []) as readonly string[]),
    })),
    alternatives: body.alternatives.map(left),
    properties: body.properties.map((property) =>
      property.name === name ? { ...property, required: false } : property,
    ),
  }));
}

/** A schema without some keywords. */
export function withoutKeywords(
  ...keywords: readonly string[]
): (schema: JsonSchema) => JsonSchema {
  return (schema) =>
    Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword)));
}

/** A contract in which the body of one operation reads differently. */
export function withBody(
  contract: Contract,
  operation: string | undefined,
  change: (body: RequestBody) => RequestBody,
): Contract {
  return withOperation(contract, operation, (changed) =>
    changed.body === undefined ? changed : { ...changed, body: change(changed.body) },
  );
}

/** Changes the schema, or each alternative where it is a union. */
export function inAlternatives(
  schema: JsonSchema,
  change: (alternative: JsonSchema) => JsonSchema,
): JsonSchema {
  const union = schema['anyOf'];
  if (!Array.isArray(union)) return change(schema);
  return { ...schema, anyOf: union.map((alternative: JsonSchema) => change(alternative)) };
}

function withSchemaProperty(
  schema: JsonSchema,
  name: string,
  change: (schema: JsonSchema) => JsonSchema,
): JsonSchema {
  const properties = schema['properties'] as Record<string, JsonSchema> | undefined;
  const property = properties?.[name];
  if (property === undefined) return schema;
  return { ...schema, properties: { ...properties, [name]: change(property) } };
}

function changedProperty(property: Property, change: (schema: JsonSchema) => JsonSchema): Property {
  return { ...property, schema: change(property.schema) };
}

/** A contract in which one limit of a property or parameter is so much higher or lower. */
export function limitMoved(
  contract: Contract,
  clause: Clause,
  keyword: string,
  by: number,
): Contract {
  const move = (schema: JsonSchema): JsonSchema => ({
    ...schema,
    [keyword]: Math.max(0, Number(schema[keyword]) + by),
  });
  const change = clause.in === undefined ? withProperty : withParameter;
  return change(contract, clause.operation, clause.element, move);
}

/** A contract in which everybody may use an operation. */
export function withoutRoles(contract: Contract, id: string | undefined): Contract {
  return withOperation(contract, id, (operation) => {
    const { roles: _, ...rest } = operation;
    return rest;
  });
}
