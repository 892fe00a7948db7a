import type { Property } from './description.ts';
import type { Draft } from './draft.ts';
import { nameInside } from './elements.ts';
import type { BodyEntry, PropertyEntry } from './entries.ts';
import { keywordsIn, limitsIn } from './keywords.ts';
import { isOpenSchema } from './plainUnion.ts';
import type { RawPropertyKeys, RawSchema } from './rawDocument.ts';
import { within, type Scope } from './scope.ts';
import { sideOf, type Side } from './sideOf.ts';
import { typesOf } from './typesOf.ts';
import { viewObject } from './viewObject.ts';

/** Flattens a body's schema over the alternatives of its union, as it holds on one side. `scope` is that of the place around it. */
export function readProperties(
  written: RawSchema,
  scope: Scope,
  draft: Draft,
  side: Side,
): BodyEntry {
  const schema = sideOf(written, side, draft);
  const inner = within(scope, schema);
  return {
    root: {
      property: propertyFrom('$', true, schema, schema, inner, side, draft),
      scope: inner,
      pointer: draft.pointerOf(schema),
    },
    entries: propertiesBelow('', schema, inner, draft, side),
    alternatives: viewObject(schema, inner, draft, side).alternatives,
  };
}

/** One property or parameter as plain data. `scope` is its own; `keys` carries the extension keys, mostly the schema itself. */
export function propertyFrom(
  name: string,
  required: boolean,
  schema: RawSchema,
  keys: RawPropertyKeys,
  scope: Scope,
  side: Side,
  draft: Draft,
): Property {
  if (side === 'sent') refuseLimitsInUnion(name, schema, draft);
  const untested = side === 'sent' ? openWords(schema, keys['x-untested']) : [];
  return {
    name,
    description: keys.description ?? schema.description ?? '',
    types: typesOf(schema),
    required,
    ...given('default', schema.default),
    ...limitsIn(schema),
    ...(schema.const === undefined ? {} : { enum: [schema.const] }),
    sensitive: schema.format === 'password',
    ...given('normalised', keys['x-normalised']),
    ...given('masked', keys['x-masked']),
    ...given('irrelevantWith', keys['x-irrelevant-with']),
    ...given('presentWhen', keys['x-present-when']),
    ...given('prefix', keys['x-prefix']),
    ...given('reachable', keys['x-reachable']),
    ...given('untested', untested.length === 0 ? undefined : untested),
    binding: scope.binding,
    source: scope.source,
    schema,
  };
}

/** What only one part of a union of plain values limits, no check would send. */
function refuseLimitsInUnion(name: string, { anyOf, oneOf }: RawSchema, draft: Draft): void {
  for (const part of [...(anyOf ?? []), ...(oneOf ?? [])]) {
    const types = typesOf(part);
    if (types.includes('object') || types.includes('array') || types.length === 0) continue;
    const limits = keywordsIn(part).filter(({ definition }) => definition.keyword !== 'type');
    for (const { definition } of limits)
      draft.problem(
        part,
        `${name} is a union whose parts have limits of their own (${definition.keyword}), which is not supported; limit the whole, or give it one type`,
      );
  }
}

/** The words of `x-untested` that leave something of a schema open. */
function openWords(schema: RawSchema, words: readonly string[] = []): readonly string[] {
  const open = keywordsIn(schema).map(({ definition, value }) => definition.leftOpen?.(value));
  return words.filter((word) => open.includes(word));
}

function propertiesBelow(
  prefix: string,
  schema: RawSchema,
  scope: Scope,
  draft: Draft,
  side: Side,
): readonly PropertyEntry[] {
  const found: PropertyEntry[] = [];
  const add = (step: string, required: boolean, property: RawSchema, inner: Scope): void => {
    const name = nameInside(prefix, step);
    found.push({
      property: propertyFrom(name, required, property, property, inner, side, draft),
      scope: inner,
      pointer: draft.pointerOf(property),
    });
    found.push(...propertiesBelow(name, property, inner, draft, side));
  };
  const { items, additionalProperties: others } = schema;
  if (typeof items === 'object') add('[]', false, items, within(scope, items));
  const view = viewObject(schema, scope, draft, side);
  if (prefix !== '' && side === 'sent' && view.alternatives.length > 1)
    draft.problem(
      schema,
      `${prefix} is an object with alternatives that need different properties; only the body itself may have them`,
    );
  for (const name of new Set(view.alternatives.flatMap(({ required }) => required))) {
    if (!view.properties.has(name))
      draft.problem(schema, `requires ${name}, but does not describe it`);
  }
  for (const [name, { schema: property, scope: inner }] of view.properties) {
    const required = view.alternatives.every((alternative) => alternative.required.includes(name));
    add(name, required, property, inner);
  }
  // What may be anything needs no look, beside what is described.
  if (typeof others !== 'object' || (view.properties.size > 0 && isOpenSchema(others)))
    return found;
  if (view.properties.size > 0 && side === 'sent')
    draft.problem(
      schema,
      `${prefix === '' ? 'the body' : prefix} has both properties with names and others of a schema (additionalProperties), which is not supported; describe one or the other`,
    );
  add('*', false, others, within(scope, others));
  return found;
}

function given<K extends string, V>(key: K, value: V | undefined): { [name in K]?: V } {
  const some: { [name in K]?: V } = {};
  if (value !== undefined) some[key] = value;
  return some;
}
