import type { ResponseKind, RuleKind } from './contract.ts';
import { isJsonValue, type JsonSchema, type JsonValue } from './json.ts';
import type { KeywordDefinition, Keywords } from './kinds/kindDefinition.ts';
import { kindsOn } from './kindsOn.ts';

/** A keyword that a schema has, and the kind of the clauses that speak of it. */
interface KeywordUse {
  readonly kind: RuleKind;
  readonly definition: KeywordDefinition;
  readonly value: JsonValue;
}

const keywordKinds = kindsOn('refuse', 'keyword');

/** The keywords of a schema that some value breaks, in the order of the kinds. */
export function keywordsIn(schema: JsonSchema): readonly KeywordUse[] {
  const taken = new Set<string>();
  return keywordKinds.flatMap(([kind, definition]) => {
    const { keyword } = definition;
    const value = schema[keyword];
    if (!isJsonValue(value) || taken.has(keyword) || !isMeant(definition, value)) return [];
    taken.add(keyword);
    if (definition.implied?.(schema) === true) return [];
    return [{ kind, definition, value }];
  });
}

/** The same by name, as far as a response has to keep to them. */
export function limitsIn(schema: JsonSchema): Keywords {
  return Object.fromEntries(
    keywordsIn(schema)
      .filter(({ definition }) => definition.notInResponses !== true)
      .map(({ definition: { keyword }, value }) => [keyword, value]),
  );
}

/**
 * The kind of rule that a value breaks which Ajv finds wrong under a keyword; `value` is that of the keyword, where the error
 * tells it. A keyword without a kind of its own counts as `type`.
 */
export function kindOfKeyword(keyword: string, value?: unknown): RuleKind {
  const found = keywordKinds.find(
    ([, definition]) =>
      definition.keyword === keyword && (!isJsonValue(value) || isMeant(definition, value)),
  );
  return found?.[0] ?? broader.get(keyword) ?? 'type';
}

/** The kind of promise that a response breaks which Ajv finds wrong under a keyword: mostly, what a value must be. */
export function responseKindOfKeyword(keyword: string): ResponseKind {
  return promised.get(keyword) ?? 'propertyValue';
}

const broader = byKeyword([...kindsOn('refuse', 'property'), ...kindsOn('refuse', 'bodySchema')]);
const promised = byKeyword([
  ...kindsOn('response', 'property'),
  ...kindsOn('response', 'response'),
]);

function byKeyword<K>(
  entries: readonly (readonly [K, { readonly keywords?: readonly string[] }])[],
): ReadonlyMap<string, K> {
  return new Map(
    entries.flatMap(([kind, { keywords = [] }]) =>
      keywords.map((keyword) => [keyword, kind] as const),
    ),
  );
}

function isMeant({ applies }: KeywordDefinition, value: JsonValue): boolean {
  return applies === undefined || applies(value);
}
