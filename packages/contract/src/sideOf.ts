import type { Draft } from './draft.ts';
import { notes, plainUnion } from './plainUnion.ts';
import type { RawSchema } from './rawDocument.ts';
import { typesOf } from './typesOf.ts';

/** Whether a schema is read for what is sent, or for what a response shows. */
export type Side = 'sent' | 'shown';

/** Whether a property stands on the other side only: one that the server makes is not sent, one that is written only not shown. */
export function isElsewhere({ readOnly, writeOnly }: RawSchema, side: Side): boolean {
  return (side === 'sent' ? readOnly : writeOnly) === true;
}

/**
 * The schema as it holds on one side: what stands on the other one only is not required (JSON Schema 2020-12, OpenAPI 3.1),
 * and "this or null" is one schema. The same object where both sides read the same.
 */
export function sideOf(schema: RawSchema, side: Side, draft: Draft): RawSchema {
  return draft.copied(schema, side, () => {
    const inner = (one: RawSchema): RawSchema => sideOf(one, side, draft);
    const parts = (['allOf', 'anyOf', 'oneOf'] as const).flatMap((key) => {
      const list = schema[key];
      return list === undefined ? [] : [[key, sameOr(list, list.map(inner))] as const];
    });
    const { properties, required, items, additionalProperties: others } = schema;
    const changed: Partial<RawSchema> = {
      ...Object.fromEntries(parts),
      ...(properties === undefined ? {} : { properties: sameMap(properties, inner) }),
      ...(required === undefined
        ? {}
        : {
            required: sameOr(
              required,
              required.filter((name) => !isElsewhere(propertyIn(schema, name), side)),
            ),
          }),
      ...(typeof items === 'object' ? { items: inner(items) } : {}),
      ...(typeof others === 'object' ? { additionalProperties: inner(others) } : {}),
    };
    const isSame = Object.entries(changed).every(([key, value]) => schema[key] === value);
    return typed(plainUnion(nullable(isSame ? schema : { ...schema, ...changed })));
  });
}

/** A schema that says its type by its values or parts only, with that type: what is of another one breaks that before all else. */
function typed(schema: RawSchema): RawSchema {
  const { type, allOf, enum: values, const: value } = schema;
  if (type !== undefined || (allOf ?? values ?? value) === undefined) return schema;
  const types = typesOf(schema);
  const [only, ...others] = types;
  return only === undefined ? schema : { ...schema, type: others.length === 0 ? only : types };
}

/** The property of that name, whichever part of the object describes it. */
function propertyIn(schema: RawSchema, name: string): RawSchema {
  const { properties = {}, allOf = [], anyOf = [], oneOf = [] } = schema;
  if (Object.hasOwn(properties, name)) return properties[name] ?? {};
  for (const part of [...allOf, ...anyOf, ...oneOf]) {
    const found = propertyIn(part, name);
    if (found !== nothing) return found;
  }
  return nothing;
}

const nothing: RawSchema = {};

/** A schema or null, written as a union, as one schema that lets null through. */
function nullable(schema: RawSchema): RawSchema {
  for (const key of ['anyOf', 'oneOf'] as const) {
    const union = schema[key];
    const others = union?.filter((one) => one.type !== 'null');
    const [only] = others ?? [];
    if (union?.length !== 2 || others?.length !== 1 || only?.type === undefined) continue;
    const { [key]: _, ...around } = schema;
    if (Object.keys(around).some((name) => !name.startsWith('x-') && !notes.has(name))) continue;
    const types = [only.type, 'null'].flat();
    const values = only.enum === undefined ? {} : { enum: [...only.enum, null] };
    return { ...only, ...around, type: [...new Set(types)], ...values };
  }
  return schema;
}

function sameOr<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  return before.length === after.length && before.every((one, index) => one === after[index])
    ? before
    : after;
}

function sameMap(
  before: Readonly<Record<string, RawSchema>>,
  change: (schema: RawSchema) => RawSchema,
): Readonly<Record<string, RawSchema>> {
  const entries = Object.entries(before).map(([name, one]) => [name, change(one)] as const);
  return entries.every(([name, one]) => before[name] === one)
    ? before
    : Object.fromEntries(entries);
}
