import { ownValue, isObject, parentTextIn, type Resource } from '@oidc-admin/contract';
import type { ModelRequest, ModelState, Saved } from './model.ts';
import { childrenOf } from './modelState.ts';
import { otherSpelling } from './withEntry.ts';

/** Which one of a resource a request speaks of. */
export interface Place {
  readonly resource: string;
  readonly parent: string;
  readonly key: string;
}

/**
 * The place that a request's path names. A key that is free but differs from a taken one only in letter case names
 * that one where `alike` is asked for (a server for which the difference does not count).
 */
export function placeOf(
  state: ModelState,
  resource: Resource,
  request: ModelRequest,
  options: { readonly alike: boolean },
): Place {
  const parent = parentOf(resource, request);
  const key = resource.key === undefined ? '' : (ownValue(request.path, resource.key) ?? '');
  const place = { resource: resource.name, parent, key };
  if (!options.alike || savedAt(state, place) !== undefined) return place;
  return { ...place, key: keyLike(state, place) ?? key };
}

/** The parent that a request's path names; empty for a resource without one. */
export function parentOf(resource: Resource, request: ModelRequest): string {
  return parentTextIn(resource, request.path);
}

/** What is saved at a place. */
export function savedAt(state: ModelState, place: Place): Saved | undefined {
  return childrenOf(state, place.resource, place.parent).get(place.key);
}

/** Another taken key that differs from a place's only in letter case. */
export function keyLike(state: ModelState, place: Place): string | undefined {
  return otherSpelling(childrenOf(state, place.resource, place.parent), place.key);
}

/** The place that a create names in its body; none where the server makes the key. */
export function createdPlace(resource: Resource, request: ModelRequest): Place | undefined {
  const parent = parentOf(resource, request);
  if (resource.key === undefined) return { resource: resource.name, parent, key: '' };
  // A caller may send one all the same; it names nothing.
  if (resource.serverMade.includes(resource.key)) return undefined;
  const body = request.body.kind === 'json' ? request.body.value : undefined;
  const key = isObject(body) ? ownValue(body, resource.key) : undefined;
  if (typeof key !== 'string' && typeof key !== 'number') return undefined;
  return { resource: resource.name, parent, key: String(key) };
}
