import type { Property } from './description.ts';
import type { Draft } from './draft.ts';
import type { BodyEntry, PropertyEntry } from './entries.ts';
import { keywordsIn, limitsIn } from './keywords.ts';
import type { RawPropertyKeys, RawSchema } from './rawDocument.ts';
import { within, type Scope } from './scope.ts';
import { typesOf } from './typesOf.ts';
import { viewObject } from './viewObject.ts';

/** Flattens a body's schema over the alternatives of its union. `scope` is that of the place around the schema. */
export function readProperties(
  schema: RawSchema,
  scope: Scope,
  draft: Draft,
  sent: 'sent' | 'shown',
): BodyEntry {
  const inner = within(scope, schema);
  return {
    root: {
      property: propertyFrom('$', true, schema, schema, inner, sent),
      scope: inner,
      pointer: draft.pointerOf(schema),
    },
    entries: propertiesBelow('', schema, inner, draft, sent),
    alternatives: viewObject(schema, inner, draft).alternatives,
  };
}

/** One property or parameter as plain data. `scope` is its own; `keys` carries the extension keys, mostly the schema itself. */
export function propertyFrom(
  name: string,
  required: boolean,
  schema: RawSchema,
  keys: RawPropertyKeys,
  scope: Scope,
  sent: 'sent' | 'shown',
): Property {
  const untested = sent === 'sent' ? openWords(schema, keys['x-untested']) : [];
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
  sent: 'sent' | 'shown',
): readonly PropertyEntry[] {
  const found: PropertyEntry[] = [];
  const add = (name: string, required: boolean, property: RawSchema, inner: Scope): void => {
    found.push({
      property: propertyFrom(name, required, property, property, inner, sent),
      scope: inner,
      pointer: draft.pointerOf(property),
    });
    found.push(...propertiesBelow(name, property, inner, draft, sent));
  };
  if (typeof schema.items === 'object')
    add(`${prefix}[]`, false, schema.items, within(scope, schema.items));
  const view = viewObject(schema, scope, draft);
  for (const name of new Set(view.alternatives.flatMap(({ required }) => required))) {
    if (!view.properties.has(name))
      draft.problem(schema, `requires ${name}, but does not describe it`);
  }
  for (const [name, { schema: property, scope: inner }] of view.properties) {
    const required = view.alternatives.every((alternative) => alternative.required.includes(name));
    add(prefix === '' ? name : `${prefix}.${name}`, required, property, inner);
  }
  return found;
}

function given<K extends string, V>(key: K, value: V | undefined): { [name in K]?: V } {
  const some: { [name in K]?: V } = {};
  if (value !== undefined) some[key] = value;
  return some;
}
