import type { ClauseList } from './clauseList.ts';
import type { AcceptKind, Clause } from './contract.ts';
import type { OperationEntry } from './entries.ts';
import type { Found, RequestProperty, Surroundings } from './kinds/kindDefinition.ts';
import { kindsOn } from './kindsOn.ts';

/** Adds a clause for every particular way in which a request to this operation can be right. */
export function addAcceptClauses(
  entry: OperationEntry,
  around: Surroundings,
  clauses: ClauseList,
): void {
  const { operation, scope, pointer, body, parameters } = entry;
  const add = (
    kind: AcceptKind,
    found: readonly Found[],
    place: Pick<Clause, 'element' | 'in' | 'binding' | 'source'>,
    at: string,
  ): void => {
    for (const { text, ...more } of found) {
      clauses.add(at, {
        group: 'accept',
        kind,
        operation: operation.id,
        ...place,
        ...more,
        text: (bound) =>
          `${operation.id}: a request ${text} ${bound === 'MUST' ? 'is' : 'should be'} accepted.`,
      });
    }
  };
  const here = { binding: scope.binding, source: scope.source };
  for (const [kind, { read }] of kindsOn('accept', 'operation'))
    add(kind, read(entry, around), here, pointer);
  // Which credentials are right is not the document's to say, and the properties beside them change what happens to the user.
  if (operation.action.does === 'open') return;
  const places = [
    ...(body?.entries ?? []).map((found) => ({ ...found, stands: {} })),
    ...parameters.map((found) => ({ ...found, stands: { in: found.property.in } })),
  ];
  for (const { property, pointer: at, stands } of places) {
    const { name, binding, source } = property;
    // A value in the path at its limit is right only where it can name something: the key of a resource that its caller chose.
    if ('in' in stands && stands.in === 'path' && !isKey(name, operation, around)) continue;
    // What happens where the key in the body is another one than that in the path, the document does not say.
    if (!('in' in stands) && isKeyTwice(name, operation, around)) continue;
    const place: RequestProperty = { property, its: name, operation, alternatives: [], ...stands };
    for (const [kind, { read }] of kindsOn('accept', 'property'))
      add(kind, read(place, around), { element: name, ...stands, binding, source }, at);
  }
}

function isKey(
  parameter: string,
  { action }: OperationEntry['operation'],
  { resources }: Surroundings,
): boolean {
  return (
    'resource' in action &&
    resources.some(
      ({ name, key, serverMade }) =>
        name === action.resource && key === parameter && !serverMade.includes(parameter),
    )
  );
}

/** Whether a property of the body is the key that stands in the path as well. */
export function isKeyTwice(
  property: string,
  operation: OperationEntry['operation'],
  around: Surroundings,
): boolean {
  const inPath = operation.parameters.some((one) => one.in === 'path' && one.name === property);
  return inPath && isKey(property, operation, around);
}
