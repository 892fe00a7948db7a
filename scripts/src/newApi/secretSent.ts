import type { InferredResource } from './inferred.ts';
import { follow, type ForeignObject } from './openApi.ts';
import { type EditableObject, editableAt } from './tidyDocument.ts';

/** Whether some request of a resource has a property that is marked so. */
export function isSecretSent(
  document: EditableObject,
  { actions }: InferredResource,
  mark: string,
): boolean {
  return actions.some(({ operation: { path } }) =>
    textBelow(document, editableAt(document, path)['requestBody'], new Set()).includes(
      mark === 'password' ? '"format":"password"' : '"writeOnly":true',
    ),
  );
}

/** A value and all that it refers to, as JSON. */
function textBelow(document: EditableObject, value: unknown, visited: Set<string>): string {
  const text = JSON.stringify(value) ?? '';
  const references = [...text.matchAll(/"\$ref":("(?:[^"\\]|\\.)*")/g)];
  return references.reduce((whole, [, reference = '""']) => {
    if (visited.has(reference)) return whole;
    visited.add(reference);
    const { data } = follow(document as ForeignObject, [], { $ref: JSON.parse(reference) });
    return whole + textBelow(document, data, visited);
  }, text);
}
