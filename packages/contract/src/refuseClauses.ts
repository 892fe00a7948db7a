import { isKeyTwice } from './acceptClauses.ts';
import { addRefusals, type Additions } from './addRefusals.ts';
import type { PropertyEntry } from './entries.ts';
import { isJsonMediaType } from './json.ts';
import { keywordsIn, limitsIn } from './keywords.ts';
import { kinds } from './kinds/index.ts';
import type { RequestProperty, Surroundings } from './kinds/kindDefinition.ts';
import { kindsOn } from './kindsOn.ts';
import { schemesOf } from './signInWays.ts';

/** Adds a clause for every rule that a request to an operation can break. */
export function addRefuseClauses(additions: Additions, around: Surroundings): void {
  const { entry, clauses, draft } = additions;
  const { operation, scope, pointer, body } = entry;
  for (const scheme of schemesOf(operation))
    if (around.security[scheme] === undefined)
      draft.problem(pointer, `there is no security scheme ${scheme}`);
  const here = { scope, pointer, source: scope.source };
  for (const [kind, { read }] of kindsOn('refuse', 'operation'))
    addRefusals(kind, read(entry, around), here, additions);
  for (const { property, ...place } of entry.parameters) {
    if (property.in !== 'path') {
      addPropertyRules({ property, ...place }, property.in, additions, around);
      continue;
    }
    const about = { element: property.name, in: property.in };
    const keywords = limitsIn(property.schema);
    for (const [kind, { read }] of kindsOn('refuse', 'path')) {
      const found = read({ entry, property, keywords }, around);
      addRefusals(kind, found, { ...place, source: property.source, about }, additions);
    }
  }
  if (body !== undefined && operation.body !== undefined) {
    const ofBody = { scope: body.scope, pointer, source: body.scope.source };
    for (const [kind, { read }] of kindsOn('refuse', 'body'))
      addRefusals(kind, read(operation.body, around), ofBody, additions);
    for (const alternative of body.alternatives) {
      const place = { ...ofBody, scope: alternative.scope, source: alternative.scope.source };
      for (const [kind, { read }] of kindsOn('refuse', 'alternative')) {
        const found = read({ alternative, alternatives: body.alternatives }, around);
        addRefusals(kind, found, place, additions);
      }
    }
    if (isJsonMediaType(operation.body.mediaType)) addBodyRules(body, additions, around);
  }
  const known = new Set(clauses.kindsOf(operation.id));
  for (const found of kinds.order.read({ entry, kinds: known }, around))
    clauses.add(pointer, {
      ...found,
      group: 'refuse',
      kind: 'order',
      operation: operation.id,
      binding: scope.binding,
      text: `${operation.id}: ${found.text}.`,
    });
}

function addBodyRules(
  { root, entries }: NonNullable<Additions['entry']['body']>,
  additions: Additions,
  around: Surroundings,
): void {
  const { scope, property } = root;
  const whole = { scope, pointer: additions.entry.pointer, source: scope.source };
  for (const [kind, { read }] of kindsOn('refuse', 'bodySchema'))
    addRefusals(kind, read(property, around), whole, additions);
  for (const found of entries) addPropertyRules(found, undefined, additions, around);
}

/** The rules of one property of the body, or of one parameter of query or header. */
function addPropertyRules(
  { property, scope, pointer }: PropertyEntry,
  place: 'query' | 'header' | undefined,
  additions: Additions,
  around: Surroundings,
): void {
  const { operation, body } = additions.entry;
  const { name, source, untested } = property;
  // What is never sent breaks no rule.
  if (operation.session?.never.includes(name) === true) return;
  const stands = place === undefined ? {} : { in: place };
  const at: RequestProperty = {
    property,
    ...stands,
    operation,
    its: place === undefined ? name : `${place} parameter ${name}`,
    alternatives: place === undefined ? (body?.alternatives ?? []) : [],
  };
  const here = { scope, pointer, source, about: { element: name, ...stands } };
  if (place === undefined && isOpen(property)) {
    const text = `whose ${at.its} has a property that is not documented`;
    addRefusals('unknownProperty', [{ text }], here, additions);
  }
  for (const [kind, { read }] of kindsOn('refuse', 'property'))
    addRefusals(kind, read(at, around), here, additions);
  // What happens where the key in the body is another one than that in the path, the document does not say.
  if (place === undefined && isKeyTwice(name, operation, around)) return;
  for (const { kind, definition, value } of keywordsIn(property.schema)) {
    const word = definition.partly === true ? undefined : definition.leftOpen?.(value);
    if (word !== undefined && untested?.includes(word) === true) continue;
    const text = `whose ${at.its} ${definition.breach(value)}`;
    addRefusals(kind, [{ text, value }], here, additions);
  }
}

/** Whether an object inside a body has documented properties, and nothing says whether it may have others. */
function isOpen({ types, schema }: PropertyEntry['property']): boolean {
  const others = [schema['additionalProperties'], schema['unevaluatedProperties']];
  const isDescribed = ['properties', 'allOf', 'anyOf', 'oneOf'].some((key) => key in schema);
  return types.includes('object') && isDescribed && others.every((one) => one === undefined);
}
