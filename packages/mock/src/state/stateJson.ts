import { textBelow, type Contract } from '@oidc-admin/contract';
import { withAllSaved, type ModelState, type StateData } from '@oidc-admin/model';
import type { SeedCheck } from './seedCheck.ts';

/** A seed that no requests could have made: one mistake a line, by its place, without the value. */
class SeedError extends Error {
  override readonly name = 'SeedError';
}

/** What a mock remembers, as JSON, or a part of it. */
export type StateJson = Partial<StateData>;

/**
 * A state to which the resources and sessions of a JSON state were added; those with the same key are replaced, and what has a
 * default gets it. Throws a {@link SeedError} where a resource, a key or a value is
 * none that a request could have made.
 */
export function addToState(
  state: ModelState,
  added: StateJson,
  { resources }: Contract,
  check: SeedCheck,
): ModelState {
  const mistakes: string[] = [];
  let result: ModelState = {
    resources: state.resources,
    sessions: new Map([...state.sessions, ...Object.entries(added.sessions ?? {})]),
  };
  for (const [resource, parents] of Object.entries(added.resources ?? {}))
    for (const [parent, entries] of check(resource, parents, mistakes))
      result = withAllSaved(result, resource, parent, entries);
  for (const { name, parentResource } of resources)
    for (const parent of parentResource === undefined
      ? []
      : Object.keys(added.resources?.[name] ?? {}))
      if (!standsIn(result, parentResource, parent, resources))
        mistakes.push(
          `resources.${name}[${JSON.stringify(parent)}]: there is no such ${parentResource}`,
        );
  if (mistakes.length > 0) throw new SeedError(mistakes.join('\n'));
  return result;
}

/** Whether there is what a text of parents names. */
function standsIn(
  state: ModelState,
  name: string | undefined,
  text: string,
  resources: Contract['resources'],
): boolean {
  const resource = resources.find((one) => one.name === name);
  return [...(state.resources.get(name ?? '') ?? [])].some(([parent, children]) =>
    [...children.keys()].some((key) => textBelow(resource ?? {}, { parent, key }) === text),
  );
}
