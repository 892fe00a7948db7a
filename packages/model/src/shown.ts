import {
  below,
  type Binding,
  type JsonValue,
  type Property,
  type Resource,
} from '@oidc-admin/contract';
import type { ClauseIndex } from './clauseIndex.ts';
import type { ExpectedAt, Pinned, Saved } from './model.ts';
import { isNested } from './plan.ts';
import { originOf, type ValueOrigin } from './savedFrom.ts';

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

interface Cited {
  readonly clause: string;
  readonly binding: Binding;
}

/** A property that a response shows. */
interface ShownProperty {
  readonly name: string;
  readonly at: string;
  readonly serverMade: boolean;
  readonly types: readonly string[];
  /** The property beside which it has no meaning. */
  readonly idleBeside: string | undefined;
  /** The clause that a wrong value breaks, by where the value came from; `replaced` is for what was not sent. */
  readonly cited: Readonly<Record<ValueOrigin | 'replaced', Cited>>;
}

function compile(
  resource: Resource,
  at: string,
  clauses: ClauseIndex,
): (saved: Saved) => ShownResource {
  const { id: clause, binding } = clauses.get(resource.name, 'neverReturned');
  const never = resource.neverReturned.map((name) => ({
    at: below(at, name),
    clause,
    binding,
    never: true as const,
  }));
  const properties = resource.properties
    .filter(({ name, masked }) => !isNested(name) && masked !== true)
    .filter(({ name }) => !resource.neverReturned.includes(name))
    .map((property): ShownProperty => ({
      name: property.name,
      at: below(at, property.name),
      serverMade: resource.serverMade.includes(property.name),
      types: property.types,
      idleBeside: property.irrelevantWith,
      cited: {
        kept: citing(resource, 'kept', property, clauses),
        normalised: citing(resource, 'normalised', property, clauses),
        defaults: citing(resource, 'defaults', property, clauses),
        replaced: citing(resource, 'replaced', property, clauses),
      },
    }));
  return (saved) => showWith(properties, never, saved);
}

function showWith(
  properties: readonly ShownProperty[],
  never: readonly ExpectedAt[],
  saved: Saved,
): ShownResource {
  const equals: Pinned[] = [];
  const optional: Pinned[] = [];
  const absent: ExpectedAt[] = [...never];
  const made: { at: string; value: JsonValue }[] = [];
  const value: Record<string, JsonValue> = {};
  for (const { name, at, serverMade, types, idleBeside, cited } of properties) {
    const given = Object.hasOwn(saved, name) ? saved[name] : undefined;
    if (given === undefined) {
      if (!serverMade) absent.push({ at, ...cited.replaced });
      continue;
    }
    value[name] = given;
    // A server that takes a value of a wrong type all the same may well turn it into one that it can show.
    if (serverMade || !isOfType(given, types)) {
      made.push({ at, value: given });
    } else {
      const isIdle = idleBeside !== undefined && Object.hasOwn(saved, idleBeside);
      const { clause, binding } = cited[originOf(saved, name)];
      (isIdle ? optional : equals).push({ at, value: given, clause, binding });
    }
  }
  return { equals, optional, absent, made, value };
}

/** Whether a value is of one of the types that a schema names; it is where none is named. */
function isOfType(value: JsonValue, types: readonly string[]): boolean {
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return (
    types.length === 0 ||
    types.includes(type) ||
    (types.includes('integer') && Number.isInteger(value))
  );
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
