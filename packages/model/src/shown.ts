import type { Binding, Contract, JsonValue, Member, Resource } from '@oidc-admin/contract';

import type { ClauseIndex } from './clauseIndex.ts';
import type { ExpectedAt, Pinned, Saved } from './model.ts';
import { memberAt } from './pointer.ts';
import { isNested, originOf } from './savedFrom.ts';

/** What an answer that shows a resource has to hold; pointers are from the resource. */
export interface Shown {
  readonly equals: readonly Pinned[];
  readonly optional: readonly Pinned[];
  readonly absent: readonly ExpectedAt[];
  readonly made: readonly { readonly at: string; readonly value: JsonValue }[];
  /** The whole as plain data, as far as it is known. */
  readonly value: Saved;
}

/** Says how saved resources are shown. The answer for one saved value at one pointer is the same object each time. */
export function createShow(
  contract: Contract,
  clauses: ClauseIndex,
): (resource: Resource, saved: Saved, at: string) => Shown {
  const known = new Map<string, WeakMap<Saved, Shown>>();
  for (const { name } of contract.resources) known.set(name, new WeakMap());
  const placed = new WeakMap<Shown, Map<string, Shown>>();
  return (resource, saved, at) => {
    const cache = known.get(resource.name);
    let shown = cache?.get(saved);
    if (shown === undefined) {
      shown = show(resource, saved, clauses);
      cache?.set(saved, shown);
      placed.set(shown, new Map([['', shown]]));
    }
    const places = placed.get(shown);
    let there = places?.get(at);
    if (there === undefined) {
      there = shift(shown, at);
      places?.set(at, there);
    }
    return there;
  };
}

function show(resource: Resource, saved: Saved, clauses: ClauseIndex): Shown {
  const equals: Pinned[] = [];
  const optional: Pinned[] = [];
  const absent: ExpectedAt[] = [];
  const made: { at: string; value: JsonValue }[] = [];
  const value: Record<string, JsonValue> = {};
  const expect = (member: Member): void => {
    const { name } = member;
    const at = memberAt('', name);
    const given = Object.hasOwn(saved, name) ? saved[name] : undefined;
    if (resource.serverMade.includes(name)) {
      if (given === undefined) return;
      made.push({ at, value: given });
      value[name] = given;
    } else if (member.masked !== true) {
      if (given === undefined) {
        absent.push({ at, ...citing(resource, 'replaced', member, clauses) });
        return;
      }
      const pinned = {
        at,
        value: given,
        ...citing(resource, originOf(saved, name), member, clauses),
      };
      const beside = member.irrelevantWith;
      const idle = beside !== undefined && Object.hasOwn(saved, beside);
      (idle ? optional : equals).push(pinned);
      value[name] = given;
    }
  };
  for (const member of resource.members) {
    if (!isNested(member.name) && !resource.neverReturned.includes(member.name)) expect(member);
  }
  const { id: clause, binding } = clauses.get(resource.name, 'neverReturned');
  for (const name of resource.neverReturned)
    absent.push({ at: memberAt('', name), clause, binding });
  return { equals, optional, absent, made, value };
}

/** The clause that a wrong value breaks; a rule that the document does not name is part of `kept`. */
function citing(
  resource: Resource,
  rule: 'kept' | 'normalised' | 'defaults' | 'replaced',
  member: Member,
  clauses: ClauseIndex,
): { readonly clause: string; readonly binding: Binding } {
  const about = { subject: member.name };
  const clause =
    clauses.find(resource.name, rule, about) ?? clauses.get(resource.name, 'kept', about);
  const should = member.binding === 'SHOULD' || clause.binding === 'SHOULD';
  return { clause: clause.id, binding: should ? 'SHOULD' : 'MUST' };
}

function shift(shown: Shown, at: string): Shown {
  const move = <T extends { readonly at: string }>(items: readonly T[]): readonly T[] =>
    items.map((item) => ({ ...item, at: at + item.at }));
  return {
    equals: move(shown.equals),
    optional: move(shown.optional),
    absent: move(shown.absent),
    made: move(shown.made),
    value: shown.value,
  };
}
