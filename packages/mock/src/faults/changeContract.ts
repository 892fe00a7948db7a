import type {
  Clause,
  Contract,
  JsonSchema,
  Member,
  Operation,
  RequestBody,
} from '@oidc-admin/contract';

/** The member of a request's body that a clause speaks of. */
export function memberOf(contract: Contract, { operation, subject }: Clause): Member | undefined {
  return contract.operations
    .find(({ id }) => id === operation)
    ?.body?.members.find(({ name }) => name === subject);
}

/** A contract in which one operation reads differently. */
export function withOperation(
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

/** A contract in which one member of a request's body reads differently, in every alternative. */
export function withMember(
  contract: Contract,
  operation: string | undefined,
  name: string | undefined,
  change: (schema: JsonSchema) => JsonSchema,
): Contract {
  return withBody(contract, operation, (body) => ({
    ...body,
    schema: inAlternatives(body.schema, (alternative) =>
      withProperty(alternative, name ?? '', change),
    ),
    members: body.members.map((member) =>
      member.name === name ? changedMember(member, change) : member,
    ),
  }));
}

/** A contract in which one parameter reads differently. */
export function withParameter(
  contract: Contract,
  operation: string | undefined,
  name: string | undefined,
  change: (schema: JsonSchema) => JsonSchema,
): Contract {
  return withOperation(contract, operation, (changed) => ({
    ...changed,
    parameters: changed.parameters.map((parameter) =>
      parameter.name === name ? { ...parameter, ...changedMember(parameter, change) } : parameter,
    ),
  }));
}

/** A contract in which a member of a body may be left out. */
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
    members: body.members.map((member) =>
      member.name === name ? { ...member, required: false } : member,
    ),
  }));
}

/** A schema without some keywords. */
export function without(...keywords: readonly string[]): (schema: JsonSchema) => JsonSchema {
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

function withProperty(
  schema: JsonSchema,
  name: string,
  change: (schema: JsonSchema) => JsonSchema,
): JsonSchema {
  const properties = schema['properties'] as Record<string, JsonSchema> | undefined;
  const property = properties?.[name];
  if (property === undefined) return schema;
  return { ...schema, properties: { ...properties, [name]: change(property) } };
}

function changedMember(member: Member, change: (schema: JsonSchema) => JsonSchema): Member {
  return { ...member, schema: change(member.schema) };
}
