import type { ModelState, Saved, SavedSession } from './model.ts';

/** A state as plain JSON, for files, seeds and messages. The order of the keys means nothing. */
export interface StateData {
  /** `resources[resource][parent][key]`; parent is '' for a resource without one, key is '' for the one under each parent. */
  readonly resources: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, Saved>>>>>
  >;
  /** Sessions by token: secrets. */
  readonly sessions: Readonly<Record<string, SavedSession>>;
}

/** A state as plain JSON. */
export function dataOf(state: ModelState): StateData {
  const resources = [...state.resources].map(([name, parents]) => [
    name,
    Object.fromEntries([...parents].map(([parent, saved]) => [parent, Object.fromEntries(saved)])),
  ]);
  return { resources: Object.fromEntries(resources), sessions: Object.fromEntries(state.sessions) };
}

/** The state that was written as plain JSON. A parent without children is as one that is not there. */
export function stateFrom(data: StateData): ModelState {
  const resources = Object.entries(data.resources).map(
    ([name, parents]) =>
      [
        name,
        new Map(
          Object.entries(parents)
            .map(([parent, saved]) => [parent, new Map(Object.entries(saved))] as const)
            .filter(([, saved]) => saved.size > 0),
        ),
      ] as const,
  );
  return { resources: new Map(resources), sessions: new Map(Object.entries(data.sessions)) };
}
