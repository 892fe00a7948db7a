import type { ModelState, Saved, Session } from './model.ts';

/** A server that nothing was saved on and nobody is signed in to. */
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

/** The state in which `saved` stands under a key; undefined takes away what stands there. */
export function withSaved(
  state: ModelState,
  place: { readonly resource: string; readonly parent: string; readonly key: string },
  saved: Saved | undefined,
): ModelState {
  const children = new Map(childrenOf(state, place.resource, place.parent));
  if (saved === undefined) children.delete(place.key);
  else children.set(place.key, saved);
  return withChildren(state, place.resource, place.parent, children);
}

/** The state with other children of a resource under one parent. */
export function withChildren(
  state: ModelState,
  resource: string,
  parent: string,
  children: ReadonlyMap<string, Saved>,
): ModelState {
  const parents = new Map(state.resources.get(resource)).set(parent, children);
  return { ...state, resources: new Map(state.resources).set(resource, parents) };
}

/** The state in which a token belongs to a session. */
export function withSession(state: ModelState, token: string, session: Session): ModelState {
  return { ...state, sessions: new Map(state.sessions).set(token, session) };
}
