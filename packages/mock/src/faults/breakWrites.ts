import { textOf } from '../textOf.ts';
import type { Clause, JsonValue, Resource } from '@oidc-admin/contract';
import type { Saved } from '@oidc-admin/model';
import { withSaved } from '../state/stateJson.ts';
import type { Decision, Fault, FaultContext } from './fault.ts';
import { freeProperties, placeOf, savedAt, savingOtherwise, sentBody, writes } from './places.ts';

type Hooks = Partial<Fault>;

/** Faults of what is saved; undefined where the clause speaks of something else. */
export function breakWrites(clause: Clause, resource: Resource): Hooks | undefined {
  switch (clause.kind) {
    case 'kept':
      return onWrites(forgetting(clause.element ?? freeProperties(resource)[0]?.name ?? ''));
    case 'replaced':
      return onWrites(merging);
    case 'defaults':
      return onWrites(wrongDefaults);
    case 'normalised':
      return onWrites(asSent);
    case 'characters':
      return onWrites((decision, context) =>
        savingOtherwise(decision, context, (saved) =>
          mangled(saved, /[\u{10000}-\u{10ffff}]/gu, '?'),
        ),
      );
    case 'separate':
      return resource.parent === undefined ? onWrites(writingToAll) : oneParent(resource.parent);
    case 'deleted':
      return {
        decide: (decision, { operation, state }) =>
          operation.action.does === 'delete' && decision.broken.length === 0
            ? { ...decision, next: { ...state, sessions: decision.next.sessions } }
            : decision,
      };
    case 'neverCreated':
      return { decide: creatingAnyway };
    case 'refusedUnchanged':
      return { decide: changingAnyway };
    case 'repeatable':
      return { decide: onlyOnce };
    case 'concurrent':
      return { window: 1 };
    default:
      return undefined;
  }
}

/** A hook for operations that create, replace or save, and did. */
export function onWrites(change: (decision: Decision, context: FaultContext) => Decision): Hooks {
  return {
    decide: (decision, context) =>
      writes(context.operation) && decision.broken.length === 0
        ? change(decision, context)
        : decision,
  };
}

/** The text properties of something saved, changed. */
export function mangled(saved: Saved, what: RegExp, by: string): Saved {
  return Object.fromEntries(
    Object.entries(saved).map(([name, value]): [string, JsonValue] => [
      name,
      typeof value === 'string' ? value.replaceAll(what, by) : value,
    ]),
  );
}

/** Keeps the value that a property had before, or none. */
export function forgetting(property: string) {
  return (decision: Decision, context: FaultContext): Decision =>
    savingOtherwise(decision, context, (saved, place) => {
      const { [property]: _, ...others } = saved;
      const before = savedAt(context.state, place)?.[property];
      return before === undefined ? others : { ...others, [property]: before };
    });
}

/** properties that were left out keep their old values. */
export function merging(decision: Decision, context: FaultContext): Decision {
  const sent = sentBody(context);
  return savingOtherwise(decision, context, (saved, place) => {
    const before = savedAt(context.state, place) ?? {};
    const kept = Object.entries(before).filter(([name]) => !Object.hasOwn(sent, name));
    return { ...saved, ...Object.fromEntries(kept) };
  });
}

/** properties that were left out get something else than their documented default. */
function wrongDefaults(decision: Decision, context: FaultContext): Decision {
  const sent = sentBody(context);
  const properties = (context.operation.body?.properties ?? []).filter(
    (property) => typeof property.default === 'string' && !Object.hasOwn(sent, property.name),
  );
  return savingOtherwise(decision, context, (saved) => ({
    ...saved,
    ...Object.fromEntries(
      properties
        .filter((property) => property.enum === undefined)
        .map((property) => [property.name, `other_${textOf(property.default)}`]),
    ),
  }));
}

/** A value is kept as it was spelt. */
function asSent(decision: Decision, context: FaultContext): Decision {
  const sent = sentBody(context);
  const names = (context.operation.body?.properties ?? [])
    .filter((property) => property.normalised !== undefined && Object.hasOwn(sent, property.name))
    .map((property) => property.name);
  return savingOtherwise(decision, context, (saved) => ({
    ...saved,
    ...Object.fromEntries(names.map((name) => [name, sent[name] ?? null])),
  }));
}

/** What is written to one is written to all. */
function writingToAll(decision: Decision, context: FaultContext): Decision {
  const place = placeOf(context);
  const saved = savedAt(decision.next, place);
  const key = context.contract.resources.find(({ name }) => name === place?.resource)?.key ?? '';
  if (place === undefined || saved === undefined) return decision;
  let { next } = decision;
  for (const other of next.resources.get(place.resource)?.get(place.parent)?.keys() ?? [])
    next = withSaved(next, { ...place, key: other }, { ...saved, [key]: other });
  return { ...decision, next };
}

/** All parents are taken for the first one that exists. */
function oneParent(parent: string): Hooks {
  return {
    request: (request, { deployment }) => {
      const known = deployment.parents[parent] ?? [];
      const given = request.path[parent] ?? '';
      return known.includes(given)
        ? { ...request, path: { ...request.path, [parent]: known[0] ?? given } }
        : request;
    },
  };
}

/** Refuses to replace what does not exist, and creates it. */
function creatingAnyway(decision: Decision, context: FaultContext): Decision {
  const place = placeOf(context);
  const missing = decision.broken[0]?.kind === 'existence';
  if (context.operation.action.does !== 'replace' || !missing || place === undefined)
    return decision;
  const key = context.contract.resources.find(({ name }) => name === place.resource)?.key ?? '';
  const saved = { ...defaultsOf(context), ...sentBody(context), [key]: place.key };
  return { ...decision, next: withSaved(decision.next, place, saved) };
}

/** Refuses a body and keeps the good parts of it. */
export function changingAnyway(decision: Decision, context: FaultContext): Decision {
  const place = placeOf(context);
  const before = savedAt(context.state, place);
  const reasons = decision.broken.filter(({ kind }) => kind !== 'security');
  const byBody = reasons.length === decision.broken.length && reasons.length > 0;
  if (!writes(context.operation) || !byBody || place === undefined || before === undefined)
    return decision;
  const wrong = new Set(reasons.map(({ property }) => property));
  const known = context.operation.body?.properties ?? [];
  const good = Object.entries(sentBody(context)).filter(
    ([name, value]) =>
      !wrong.has(name) &&
      typeof value === 'string' &&
      known.some((property) => property.name === name),
  );
  return {
    ...decision,
    next: withSaved(decision.next, place, { ...before, ...Object.fromEntries(good) }),
  };
}

/** The same request a second time fails. */
function onlyOnce(decision: Decision, context: FaultContext): Decision {
  if (!context.operation.repeatable || !context.operation.changes || decision.broken.length > 0)
    return decision;
  const same = JSON.stringify([
    context.request.operation,
    context.request.path,
    context.request.body,
  ]);
  if (context.memory.get('last') === same) return context.refuse(500, 'The server failed.');
  context.memory.set('last', same);
  return decision;
}

function defaultsOf({ operation }: FaultContext): Saved {
  return Object.fromEntries(
    (operation.body?.properties ?? []).flatMap((property): [string, JsonValue][] =>
      property.default === undefined ? [] : [[property.name, property.default]],
    ),
  );
}
