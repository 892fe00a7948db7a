import { type ForeignObject, objectOf } from './openApi.ts';
import { withPathItems } from './pathItems.ts';
import type { Routes } from './renameParameters.ts';
import { type EditableObject, editableAt, putBefore } from './tidyDocument.ts';

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;

/**
 * Says of each path that lost an operation which methods it still has at the server, so that no check sends them to see them refused.
 * Changes the document.
 */
export function sayOtherMethods(
  document: EditableObject,
  routes: Routes,
  given: ForeignObject,
): void {
  const whole = objectOf(withPathItems(given).document['paths']);
  for (const [route, item] of Object.entries(objectOf(document['paths']))) {
    const before = objectOf(whole[routes.get(route) ?? route]);
    const here = objectOf(item);
    const others = methods.filter((method) => method in before && !(method in here));
    const [first] = methods.filter((method) => method in here);
    if (others.length === 0 || first === undefined) continue;
    putBefore(
      editableAt(document, ['paths', route, first]),
      'x-other-methods',
      others.map((method) => method.toUpperCase()),
      ['parameters', 'requestBody', 'responses'],
    );
  }
}
