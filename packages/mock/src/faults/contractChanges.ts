import {
  elementSteps,
  isObject,
  type Clause,
  type Contract,
  type JsonSchema,
  type Property,
  type Operation,
  type RequestBody,
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

/** A contract in which one property of a request's body reads differently, in every alternative, wherever it stands. */
export function withProperty(
  contract: Contract,
  operation: string | undefined,
  name: string | undefined,
  change: (schema: JsonSchema) => JsonSchema,
): Contract {
  const steps = elementSteps(name ?? '');
  return withBody(contract, operation, (body) => ({
    ...body,
    schema: schemaWith(body.schema, steps, change),
    properties: body.properties.map((property) => {
      const own = elementSteps(property.name);
      const isAround = own.every((step, index) => step === steps[index]);
      return isAround
        ? changedProperty(property, (schema) => schemaWith(schema, steps.slice(own.length), change))
        : property;
    }),
  }));
}

/** A schema in which what is at these steps reads differently, in each of its parts. */
function schemaWith(
  schema: JsonSchema,
  [step, ...rest]: readonly string[],
  change: (schema: JsonSchema) => JsonSchema,
): JsonSchema {
  if (step === undefined) return change(schema);
  const within = (one: unknown): unknown => (isObject(one) ? schemaWith(one, rest, change) : one);
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => {
    const list = schema[key];
    if (!Array.isArray(list)) return [];
    return [[key, list.map((part: JsonSchema) => schemaWith(part, [step, ...rest], change))]];
  });
  const { properties, items, additionalProperties: others } = schema;
  return {
    ...schema,
    ...Object.fromEntries(parts),
    ...(step === '[]' && { items: within(items) }),
    ...(step === '*' && { additionalProperties: within(others) }),
    ...(isObject(properties) &&
      Object.hasOwn(properties, step) && {
        properties: { ...properties, [step]: within(properties[step]) },
      }),
  };
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

/** A contract in which a property of a body, or of an object inside of it, may be left out. */
export function withoutRequired(
  contract: Contract,
  operation: string | undefined,
  name: string | undefined,
): Contract {
  const steps = elementSteps(name ?? '');
  const last = steps.at(-1);
  const left = (names: readonly string[]): readonly string[] =>
    names.filter((required) => required !== last);
  const optional = (schema: JsonSchema): JsonSchema =>
    inParts(schema, (part) => ({
      ...part,
      required: left((part['required'] ?? []) as readonly string[]),
    }));
  const object = nameAround(name ?? '');
  const around =
    object === undefined ? contract : withProperty(contract, operation, object, optional);
  return withBody(around, operation, (body) => ({
    ...body,
    ...(steps.length > 1
      ? {}
      : { schema: optional(body.schema), alternatives: body.alternatives.map(left) }),
    properties: body.properties.map((property) =>
      property.name === name ? { ...property, required: false } : property,
    ),
  }));
}

/** The name of the object in which a property stands; none for a property of the body itself. */
function nameAround(name: string): string | undefined {
  const end = name.lastIndexOf('.');
  return end < 0 ? undefined : name.slice(0, end);
}

/** Changes a schema and all of which it is put together. */
function inParts(schema: JsonSchema, change: (part: JsonSchema) => JsonSchema): JsonSchema {
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => {
    const list = schema[key];
    return Array.isArray(list)
      ? [[key, list.map((part: JsonSchema) => inParts(part, change))] as const]
      : [];
  });
  return { ...change(schema), ...Object.fromEntries(parts) };
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
