import {
  below,
  elementTree,
  type ElementNode,
  type JsonValue,
  type Property,
  type Resource,
} from '@oidc-admin/contract';
import type { ClauseIndex } from './clauseIndex.ts';
import type { Cited, ExpectedAt, Pinned, Saved, ShownItem, ValueOrigin } from './model.ts';
import { absenceOf, originOf } from './savedFrom.ts';
import { isMadeInside, isOfType, isPlain, visibleValue } from './visibleValue.ts';

/** What a response that shows a resource has to hold. */
export interface ShownResource {
  readonly equals: readonly Pinned[];
  readonly optional: readonly Pinned[];
  readonly absent: readonly ExpectedAt[];
  readonly made: readonly { readonly at: string; readonly value: JsonValue }[];
  /** The resource as plain data, as far as it is known. */
  readonly value: Saved;
}

/** Says how something saved is shown at a pointer of a body. */
export type Show = (resource: Resource, saved: Saved, at: string) => ShownResource;

/** Makes a `Show` that answers with the same object each time for the same saved value and pointer. */
export function createShow(clauses: ClauseIndex): Show {
  const compiled = new Map<string, (saved: Saved) => ShownResource>();
  return (resource, saved, at) => {
    const name = `${resource.name} ${at}`;
    let show = compiled.get(name);
    if (show === undefined) {
      show = remembering(compile(resource, at, clauses));
      compiled.set(name, show);
    }
    return show(saved);
  };
}

function remembering(show: (saved: Saved) => ShownResource): (saved: Saved) => ShownResource {
  const known = new WeakMap<Saved, ShownResource>();
  return (saved) => {
    const before = known.get(saved);
    if (before !== undefined) return before;
    const shown = show(saved);
    known.set(saved, shown);
    return shown;
  };
}

function compile(
  resource: Resource,
  at: string,
  clauses: ClauseIndex,
): (saved: Saved) => ShownResource {
  const { id: clause, binding } = clauses.get(resource.name, 'neverReturned');
  const tree = elementTree(shownItems(resource, clauses));
  const never = [...tree.inner]
    .filter(([, { item }]) => item?.never === true)
    .map(([name]) => ({ at: below(at, name), clause, binding, never: true as const }));
  const properties = [...tree.inner.values()]
    .filter(({ item }) => item !== undefined && !item.never && !item.masked)
    .map((node) => ({ node, at: below(at, node.name) }));
  const whole = wholeMap(tree);
  return (saved) => {
    const shown = showWith(properties, never, saved);
    if (whole === undefined) return shown;
    const { clause: kept, binding: binds } = whole.item.cited[originOf(saved, '')];
    const value = visibleValue(whole, saved) as Saved;
    const inside = { node: whole, saved, at: '', shownAt: at };
    return { ...shown, value, equals: [{ at, value, clause: kept, binding: binds, inside }] };
  };
}

/** What a resource is that is a map by itself: it is compared like a property whose value is one. */
function wholeMap(
  tree: ElementNode<ShownItem>,
): (ElementNode<ShownItem> & { readonly item: ShownItem }) | undefined {
  const values = tree.values?.item;
  return values === undefined || tree.inner.size > 0
    ? undefined
    : { ...tree, item: { ...values, types: ['object'] } };
}

/** Every property that a resource has or hides, with the clauses that its values can break. */
function shownItems(resource: Resource, clauses: ClauseIndex): readonly ShownItem[] {
  const { serverMade, neverReturned, properties } = resource;
  const never = clauses.get(resource.name, 'neverReturned');
  const shown = properties.filter(({ name }) => !neverReturned.includes(name));
  return [
    ...shown.map((property): ShownItem => ({
      name: property.name,
      serverMade: serverMade.includes(property.name),
      masked: property.masked === true,
      never: false,
      types: property.types,
      idleBeside: property.irrelevantWith,
      cited: {
        kept: citing(resource, 'kept', property, clauses),
        normalised: citing(resource, 'normalised', property, clauses),
        defaults: citing(resource, 'defaults', property, clauses),
        replaced: citing(resource, 'replaced', property, clauses),
        merged: citing(resource, 'merged', property, clauses),
      },
    })),
    ...neverReturned.map((name): ShownItem => {
      const cited = { clause: never.id, binding: never.binding };
      const rules = {
        kept: cited,
        normalised: cited,
        defaults: cited,
        replaced: cited,
        merged: cited,
      };
      return { ...hidden, name, cited: rules };
    }),
  ];
}

const hidden = { serverMade: false, masked: false, never: true, types: [], idleBeside: undefined };

function showWith(
  properties: readonly { readonly node: ElementNode<ShownItem>; readonly at: string }[],
  never: readonly ExpectedAt[],
  saved: Saved,
): ShownResource {
  const equals: Pinned[] = [];
  const optional: Pinned[] = [];
  const absent: ExpectedAt[] = [...never];
  const made: { at: string; value: JsonValue }[] = [];
  const value: Record<string, JsonValue> = {};
  for (const { node, at } of properties) {
    const { name, item } = node;
    if (item === undefined) continue;
    const { serverMade, types, idleBeside, cited } = item;
    const given = Object.hasOwn(saved, name) ? saved[name] : undefined;
    if (given === undefined) {
      if (serverMade) continue;
      const inside = { node, saved, at: below('', name), shownAt: at };
      absent.push({
        at,
        ...cited[absenceOf(saved, inside.at)],
        ...(isMadeInside(node) && { inside }),
      });
      continue;
    }
    const shown = visibleValue(node, given);
    value[name] = shown;
    // A server that takes a value of a wrong type all the same may well turn it into one that it can show.
    if (serverMade || !isOfType(given, types)) {
      made.push({ at, value: shown });
    } else {
      const isIdle = idleBeside !== undefined && Object.hasOwn(saved, idleBeside);
      const { clause, binding } = cited[originOf(saved, below('', name))];
      const pinned = { at, value: shown, clause, binding };
      const inside = isPlain(node)
        ? pinned
        : { ...pinned, inside: { node, saved, at: below('', name), shownAt: at } };
      (isIdle ? optional : equals).push(inside);
    }
  }
  return { equals, optional, absent, made, value };
}

/** The clause of a rule; a rule that the document does not name is part of `kept`. */
function citing(
  resource: Resource,
  rule: ValueOrigin | 'replaced',
  property: Property,
  clauses: ClauseIndex,
): Cited {
  const about = { element: property.name };
  const clause =
    clauses.find(resource.name, rule, about) ?? clauses.get(resource.name, 'kept', about);
  const should = property.binding === 'SHOULD' || clause.binding === 'SHOULD';
  return { clause: clause.id, binding: should ? 'SHOULD' : 'MUST' };
}
