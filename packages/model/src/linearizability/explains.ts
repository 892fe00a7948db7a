import {
  textBelow,
  placeAbove,
  parentsAbove,
  type Action,
  type Resource,
} from '@oidc-admin/contract';
import type { Mismatch, Model, ModelRequest, ModelState } from '../model.ts';
import { childrenOf, withChildren } from '../modelState.ts';
import { createdPlace, placeOf } from '../place.ts';
import { changedEntries } from '../withEntry.ts';
import { frozenClock, withRealTimes } from './frozenClock.ts';
import { linearise, type Linearised, type ObservedExchange } from './linearise.ts';

/** Whether a history can be explained, and if so, the state that it led to. */
export type Explanation =
  | { readonly explained: true; readonly state: ModelState }
  | {
      readonly explained: false;
      /** Index of a request that fits nowhere after the longest order that was found, and how it differs there. */
      readonly index: number;
      readonly mismatches: readonly Mismatch[];
      /** Indices of that order; of those requests only that touch the same thing. */
      readonly order: readonly number[];
    };

/**
 * Whether some order of overlapping requests explains every seen response. The order keeps to the real one: a request
 * that was answered before another was sent comes before it. Requests that cannot touch the same thing are looked at
 * separately, which keeps long histories cheap.
 */
export function explains(
  model: Model,
  initial: ModelState,
  history: readonly ObservedExchange[],
): Explanation {
  const frozen = frozenClock(model, initial, history);
  const groups = frozen === undefined ? undefined : groupsOf(model, frozen);
  const items = frozen ?? history;
  const whole: Group = { indices: [...items.keys()], area: 'everything' };
  let state = initial;
  for (const { indices, area } of groups ?? [whole]) {
    const part = indices.map((index) => items[index]).filter((item) => item !== undefined);
    const found = linearise(model, initial, part);
    if (found.stuck !== undefined) return unexplained(found, found.stuck, indices);
    if (area === 'everything') state = found.state;
    else if (area !== 'nothing')
      state = withArea(state, found.state, area, model.contract.resources);
  }
  return { explained: true, state: withRealTimes(state, history) };
}

function unexplained(
  { order }: Linearised,
  stuck: NonNullable<Linearised['stuck']>,
  indices: readonly number[],
): Explanation {
  const original = (index: number): number => indices[index] ?? index;
  return {
    explained: false,
    index: original(stuck.index),
    mismatches: stuck.mismatches,
    order: order.map(original),
  };
}

/** What some requests can touch: everything under one parent, or one key there. */
interface Area {
  readonly resource: string;
  readonly parent: string;
  readonly key: string | undefined;
}

interface Group {
  readonly indices: readonly number[];
  readonly area: Area | 'nothing' | 'everything';
}

function touchesAll(action: Action): boolean {
  return action.does === 'open' || action.does === 'close' || 'everywhere' in action;
}

/** The parts of a history that cannot touch the same thing; none if a request logs on or off or lists below all parents. */
function groupsOf(
  model: Model,
  history: readonly ObservedExchange[],
): readonly Group[] | undefined {
  const operations = new Map(model.contract.operations.map((one) => [one.id, one]));
  const resources = new Map(model.contract.resources.map((resource) => [resource.name, resource]));
  const actions = history.map(({ request }) => operations.get(request.operation)?.action);
  if (actions.some((action) => action !== undefined && touchesAll(action))) return undefined;

  const areas = history.map(({ request }, index): Area | 'nothing' => {
    const action = actions[index];
    const name = action !== undefined && 'resource' in action ? action.resource : '';
    const resource = resources.get(name);
    if (action !== undefined && resource !== undefined) return areaOf(resource, request, action);
    // What only asks below something finds it, or does not.
    const operation = operations.get(request.operation);
    const above = operation && parentsAbove(operation, model.contract).at(-1);
    if (operation === undefined || above === undefined) return 'nothing';
    const { parent, key } = placeAbove(operation, above, request.path);
    return { resource: above.resource.name, parent, key: key.toLowerCase() };
  });
  // What is made or deleted decides what is below it.
  const named = new Set(areas.flatMap((area) => (area === 'nothing' ? [] : [area.resource])));
  const isBelowAnother = (name: string): boolean => {
    const above = resources.get(name)?.parentResource;
    return above !== undefined && named.has(above);
  };
  if ([...named].some(isBelowAnother)) return undefined;
  const wholes = new Set(
    areas.filter((area) => area !== 'nothing' && area.key === undefined).map(nameOf),
  );
  const widened = areas.map((area) => {
    if (area === 'nothing') return area;
    const whole = { ...area, key: undefined };
    return wholes.has(nameOf(whole)) ? whole : area;
  });
  const groups = Map.groupBy(widened.keys(), (index) => nameOf(widened[index] ?? 'nothing'));
  return [...groups.values()].map((indices) => ({
    indices,
    area: widened[indices[0] ?? 0] ?? 'nothing',
  }));
}

function areaOf(resource: Resource, request: ModelRequest, action: Action): Area {
  const place = placeOf({ resources: new Map(), sessions: new Map() }, resource, request, {
    alike: false,
  });
  if (action.does === 'list') return { ...place, key: undefined };
  if (action.does !== 'create') return { ...place, key: place.key.toLowerCase() };
  return { ...place, key: createdPlace(resource, request)?.key.toLowerCase() };
}

function nameOf(area: Area | 'nothing'): string {
  return JSON.stringify(area === 'nothing' ? [] : [area.resource, area.parent, area.key]);
}

/** A state with what another one has in one area, and below it. */
function withArea(
  state: ModelState,
  other: ModelState,
  area: Area,
  resources: readonly Resource[],
): ModelState {
  const { resource, parent, key } = area;
  const theirs = childrenOf(other, resource, parent);
  const rest = withBelow(state, other, area, resources);
  if (key === undefined) return withChildren(rest, resource, parent, theirs);
  const own = [...childrenOf(state, resource, parent)].filter(
    ([name]) => name.toLowerCase() !== key,
  );
  const changed = [...theirs].filter(([name]) => name.toLowerCase() === key);
  return withChildren(rest, resource, parent, new Map([...own, ...changed]));
}

/** A delete takes what is below: no other request of the history names that. */
function withBelow(
  state: ModelState,
  other: ModelState,
  { resource, parent, key }: Area,
  resources: readonly Resource[],
): ModelState {
  let after = state;
  const own = resources.find(({ name }) => name === resource) ?? {};
  const isBelow = (text: string): boolean =>
    key === undefined || text.toLowerCase() === textBelow(own, { parent, key }).toLowerCase();
  for (const { name, parentResource } of resources) {
    if (parentResource !== resource) continue;
    const before = state.resources.get(name) ?? new Map();
    const theirs = other.resources.get(name) ?? new Map();
    for (const [above] of changedEntries<unknown>(before, theirs))
      if (isBelow(above)) after = withChildren(after, name, above, childrenOf(other, name, above));
  }
  return after;
}
