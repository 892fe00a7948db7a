import { textBelow, type Resource } from '@oidc-admin/contract';
import type { ModelState, Saved, SavedSession } from './model.ts';
import { withEntries, withEntry } from './withEntry.ts';

/** A server with nothing saved and no session open. */
export const emptyState: ModelState = { resources: new Map(), sessions: new Map() };

const nothing: ReadonlyMap<string, Saved> = new Map();

/** Everything saved of a resource under one parent, by key. The same map as long as nothing there changes. */
export function childrenOf(
  state: ModelState,
  resource: string,
  parent: string,
): ReadonlyMap<string, Saved> {
  return state.resources.get(resource)?.get(parent) ?? nothing;
}

/** The state in which `saved` is under a key; undefined removes what is there. */
export function withSaved(
  state: ModelState,
  place: { readonly resource: string; readonly parent: string; readonly key: string },
  saved: Saved | undefined,
): ModelState {
  const children = childrenOf(state, place.resource, place.parent);
  return withChildren(state, place.resource, place.parent, withEntry(children, place.key, saved));
}

/** The state in which nothing is at a place, nor below it. */
export function withoutSaved(
  state: ModelState,
  place: { readonly resource: string; readonly parent: string; readonly key: string },
  resources: readonly Resource[],
): ModelState {
  const resource = resources.find(({ name }) => name === place.resource);
  const parent = textBelow(resource ?? {}, place);
  const below = resources.filter(
    ({ name, parentResource }) =>
      parentResource === place.resource && childrenOf(state, name, parent).size > 0,
  );
  return below.reduce(
    (left, { name }) => {
      const deeper = [...childrenOf(left, name, parent).keys()].reduce(
        (after, key) => withoutSaved(after, { resource: name, parent, key }, resources),
        left,
      );
      return withChildren(deeper, name, parent, nothing);
    },
    withSaved(state, place, undefined),
  );
}

/** The state in which several values are under their keys. */
export function withAllSaved(
  state: ModelState,
  resource: string,
  parent: string,
  saved: Iterable<readonly [key: string, Saved]>,
): ModelState {
  const children = withEntries(childrenOf(state, resource, parent), saved);
  return withChildren(state, resource, parent, children);
}

/** The state with other children of a resource under one parent; one that has none left is not kept in mind. */
export function withChildren(
  state: ModelState,
  resource: string,
  parent: string,
  children: ReadonlyMap<string, Saved>,
): ModelState {
  const parents = withEntry(
    state.resources.get(resource) ?? new Map(),
    parent,
    children.size === 0 ? undefined : children,
  );
  return { ...state, resources: withEntry(state.resources, resource, parents) };
}

/** The state in which a token belongs to a session. */
export function withSession(state: ModelState, token: string, session: SavedSession): ModelState {
  return { ...state, sessions: withEntry(state.sessions, token, session) };
}
