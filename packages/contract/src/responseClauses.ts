import type { ClauseList } from './clauseList.ts';
import type { Clause, ResponseKind } from './contract.ts';
import type { OperationEntry, PropertyEntry, ResponseEntry } from './entries.ts';
import { limitsIn } from './keywords.ts';
import type { Found, Surroundings } from './kinds/kindDefinition.ts';
import { kindsOn } from './kindsOn.ts';

/**
 * Adds a clause for everything that a success of this operation must be by itself, and for its error responses, all of them
 * together: which errors a server can be brought to answer is not known beforehand. `kept`: schemas of resources' properties.
 */
export function addResponseClauses(
  entry: OperationEntry,
  kept: ReadonlySet<object>,
  around: Surroundings,
  clauses: ClauseList,
): void {
  const { operation, scope, pointer } = entry;
  const add: Add = (kind, found, place, at) => {
    for (const { text, ...more } of found)
      clauses.add(at, {
        group: 'response',
        kind,
        operation: operation.id,
        ...place,
        ...more,
        text: `${operation.id}: ${text}.`,
      });
  };
  for (const found of entry.responses)
    if (found.response.status >= 200 && found.response.status < 300)
      addSuccess(found, kept, around, add);
  const { binding, source } = scope;
  for (const [kind, { read }] of kindsOn('response', 'errors'))
    add(kind, read(entry, around), { binding, source }, pointer);
}

type Add = (
  kind: ResponseKind,
  found: readonly Found[],
  place: Pick<Clause, 'status' | 'element' | 'binding' | 'source'>,
  pointer: string,
) => void;

function addSuccess(
  found: ResponseEntry,
  kept: ReadonlySet<object>,
  around: Surroundings,
  add: Add,
): void {
  const { response, pointer } = found;
  const { status, binding, source } = response;
  for (const [kind, { read }] of kindsOn('response', 'response'))
    add(kind, read(found, around), { status, binding, source }, pointer);
  if (found.body === undefined) return;
  const { root, entries } = found.body;
  const addProperty = ({ property, pointer: at }: PropertyEntry, its: string): void => {
    // In a resource's own schema, SHOULD speaks of what is kept; what is there must be right all the same.
    const own = kept.has(property.schema) && property !== root.property;
    const place = {
      status,
      element: property.name,
      binding: own ? binding : property.binding,
      source: property.source,
    };
    const keywords = limitsIn(property.schema);
    for (const [kind, { read }] of kindsOn('response', 'property'))
      add(kind, read({ property, status, its, keywords }, around), place, at);
  };
  addProperty(root, `the body of the ${status}`);
  for (const inner of entries) addProperty(inner, `${inner.property.name} in the ${status}`);
}
