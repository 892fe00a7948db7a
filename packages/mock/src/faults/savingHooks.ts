import { elementSteps, elementValues, type Property, type Resource } from '@oidc-admin/contract';
import { savedAt, withSaved, type Saved } from '@oidc-admin/model';
import type { Decision, FaultContext, FaultHooks } from '../fault.ts';
import { changedAt, type Change } from './changedAt.ts';
import {
  freeProperties,
  namedPlace,
  resourceOf,
  savedBefore,
  savingOtherwise,
  sentBody,
} from './places.ts';
import { onSuccess } from './requestHooks.ts';

const writing = ['create', 'replace', 'merge', 'save'] as const;

/** A hook for operations that create, replace, merge or save, and did. */
export function onWrites(
  change: (decision: Decision, context: FaultContext) => Decision,
): FaultHooks {
  return onSuccess(writing, change);
}

/** Saves text otherwise than it was sent. Properties with documented values stay right, or every request would fail. */
export function changingTexts(
  change: (text: string) => string,
  which: (resource: Resource) => readonly Property[] = freeProperties,
): FaultHooks {
  const changed: Change = (value) => (typeof value === 'string' ? change(value) : value);
  return onWrites((decision, context) => {
    const resource = resourceOf(context.contract, context.operation);
    const free = resource === undefined ? [] : which(resource).map(({ name }) => name);
    return savingOtherwise(decision, context, (saved) => savedWith(saved, free, () => changed));
  });
}

/** Something saved in which several properties are changed, wherever they stand. */
export function savedWith(
  saved: Saved,
  names: readonly string[],
  change: (name: string) => Change,
): Saved {
  return names.reduce<Saved>(
    (changed, name) => Object(changedAt(changed, name, change(name))) as Saved,
    saved,
  );
}

/** Keeps the value that a property had before, or none. */
export function forgetting(property: string): FaultHooks {
  return onWrites((decision, context) =>
    savingOtherwise(decision, context, (saved, place) => {
      const before = elementValues(savedAt(context.state, place), elementSteps(property));
      return savedWith(saved, [property], () => () => before[0]?.value);
    }),
  );
}

/** Properties that were left out keep their old values. */
export const merging: FaultHooks = onWrites((decision, context) => {
  const sent = sentBody(context);
  const before = Object.entries(savedBefore(context) ?? {});
  const kept = Object.fromEntries(before.filter(([name]) => !Object.hasOwn(sent, name)));
  return savingOtherwise(decision, context, (saved) => ({ ...saved, ...kept }));
});

/** Refuses a body and keeps the good parts of it. */
export const changingAnyway: FaultHooks = {
  decide: (decision, context) => {
    const place = namedPlace(context);
    const before = savedBefore(context);
    const { action, body } = context.operation;
    const byBody =
      decision.broken.length > 0 && decision.broken.every(({ kind }) => kind !== 'security');
    if (!writing.some((does) => does === action.does) || !byBody) return decision;
    if (place === undefined || before === undefined) return decision;
    const wrong = new Set(decision.broken.map(({ property }) => property));
    const known = new Set(body?.properties.map(({ name }) => name));
    const isKept = ([name, value]: readonly [string, unknown]): boolean =>
      known.has('*') || (typeof value === 'string' && known.has(name));
    const good = Object.entries(sentBody(context)).filter(
      (entry) => !wrong.has(entry[0]) && isKept(entry),
    );
    const saved = { ...before, ...Object.fromEntries(good) };
    return { ...decision, next: withSaved(decision.next, place, saved) };
  },
};
