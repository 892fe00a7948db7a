import { withAllSaved, type ModelState, type StateData } from '@oidc-admin/model';

/** What a mock remembers, as JSON, or a part of it. */
export type StateJson = Partial<StateData>;

/**
 * A state to which the resources and sessions of a JSON state were added; those with the same key are replaced. Throws
 * where a resource is not one of `known`.
 */
export function addToState(
  state: ModelState,
  added: StateJson,
  known: readonly string[],
): ModelState {
  let result: ModelState = {
    resources: state.resources,
    sessions: new Map([...state.sessions, ...Object.entries(added.sessions ?? {})]),
  };
  for (const [resource, parents] of Object.entries(added.resources ?? {})) {
    if (!known.includes(resource))
      throw new Error(`the state names a resource '${resource}'; known are: ${known.join(', ')}`);
    for (const [parent, byKey] of Object.entries(parents))
      result = withAllSaved(result, resource, parent, Object.entries(byKey));
  }
  return result;
}
