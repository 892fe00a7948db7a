import { ownValue, isObject, type JsonValue, type Resource } from '@oidc-admin/contract';
import type { ModelRequest, ModelState, Saved } from './model.ts';
import { withSaved } from './modelState.ts';
import { parentOf, savedAt, type Place } from './place.ts';
import { withMade } from './savedFrom.ts';

/**
 * The state after a create, replace or save, with what the server made: as its response shows it or, where the response
 * shows nothing of the resource, as it was before.
 */
export function stored(
  state: ModelState,
  resource: Resource,
  place: Place | undefined,
  saved: Saved,
  shown: JsonValue | undefined,
  request: ModelRequest,
): ModelState {
  const shownBody = isObject(shown) ? shown : {};
  const at = place ?? madePlace(resource, shownBody, request);
  if (at === undefined) return state;
  const known = isObject(shown) ? shown : (savedAt(state, at) ?? {});
  const made: Record<string, JsonValue> = {};
  for (const name of resource.serverMade) {
    const value = ownValue(known, name);
    if (value !== undefined && value !== null && !Object.hasOwn(saved, name)) made[name] = value;
  }
  return withSaved(state, at, withMade(saved, made));
}

/** Where something was created whose key the server made. */
function madePlace(
  resource: Resource,
  shownBody: { readonly [name: string]: JsonValue },
  request: ModelRequest,
): Place | undefined {
  const key = ownValue(shownBody, resource.key ?? '');
  if (typeof key !== 'string' && typeof key !== 'number') return undefined;
  return { resource: resource.name, parent: parentOf(resource, request), key: String(key) };
}
