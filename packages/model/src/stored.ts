import {
  elementTree,
  isNested,
  isObject,
  ownValue,
  type ElementNode,
  type JsonValue,
  type Resource,
} from '@oidc-admin/contract';
import type { ModelRequest, ModelState, Saved } from './model.ts';
import { withSaved } from './modelState.ts';
import { parentOf, savedAt, type Place } from './place.ts';
import { typed, withMade } from './savedFrom.ts';

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
  /** The path parameters that a `Location` gave it. */
  located: Readonly<Record<string, string>> = {},
): ModelState {
  const shownBody = isObject(shown) ? shown : {};
  const at = place ?? madePlace(resource, { ...keyIn(resource, located), ...shownBody }, request);
  if (at === undefined) return state;
  const source = isObject(shown) ? shown : (savedAt(state, at) ?? {});
  const made: Record<string, JsonValue> = {};
  if (place === undefined) Object.assign(made, keyIn(resource, { [resource.key ?? '']: at.key }));
  for (const name of resource.serverMade.filter((one) => !isNested(one))) {
    const value = ownValue(source, name);
    if (value !== undefined && value !== null && !Object.hasOwn(saved, name)) made[name] = value;
  }
  for (const [name, node] of madeInside(resource)) {
    const [before, value] = [ownValue(saved, name), ownValue(source, name)];
    if (before !== undefined && value !== undefined) made[name] = completed(node, before, value);
  }
  return withSaved(state, at, withMade(saved, made));
}

const none: readonly never[] = Object.freeze([]);
const known = new WeakMap<Resource, readonly (readonly [string, ElementNode])[]>();

/** The properties in which something stands that the server makes. */
function madeInside(resource: Resource): readonly (readonly [string, ElementNode])[] {
  const before = known.get(resource);
  if (before !== undefined) return before;
  const nested = resource.serverMade.filter(isNested);
  const found =
    nested.length === 0
      ? none
      : [...elementTree(resource.properties.filter(({ name }) => nested.includes(name))).inner];
  known.set(resource, found);
  return found;
}

/** What was saved, with what the server made inside of it. */
function completed(node: ElementNode, saved: JsonValue, shown: JsonValue): JsonValue {
  if (Array.isArray(saved) && Array.isArray(shown) && node.elements !== undefined) {
    const { elements } = node;
    const [kept, found]: readonly (readonly JsonValue[])[] = [saved, shown];
    if (kept?.length !== found?.length) return saved;
    return (kept ?? []).map((one, index) => completed(elements, one, found?.[index] ?? null));
  }
  if (!isObject(saved) || !isObject(shown)) return saved;
  const added: Record<string, JsonValue> = {};
  for (const name of new Set([...node.inner.keys(), ...Object.keys(saved)])) {
    const one = node.inner.get(name) ?? node.values;
    const [before, value] = [ownValue(saved, name), ownValue(shown, name)];
    if (one === undefined || value === undefined || value === null) continue;
    if (before !== undefined) added[name] = completed(one, before, value);
    else if (one.item !== undefined) added[name] = value;
  }
  return { ...saved, ...added };
}

/** The key of a resource among path parameters, as its body has it. */
function keyIn(
  resource: Resource,
  path: Readonly<Record<string, string>>,
): { readonly [name: string]: JsonValue } {
  const key = resource.key === undefined ? undefined : ownValue(path, resource.key);
  return key === undefined ? {} : { [resource.key ?? '']: typed(resource, key) };
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
