import { isObject, type JsonValue } from '@oidc-admin/contract';
import type { Saved } from '@oidc-admin/mock';
import {
  only,
  onSuccess,
  savedBefore,
  savingOtherwise,
  sentBody,
  type FaultHooks,
} from '@oidc-admin/mock/faults';
import type { VariantMutant, VariantMutants } from '../variantMutant.ts';

type Given = Readonly<Record<string, JsonValue>>;

/** What a server saves by a merge, where it does one thing wrong: `saved` is what would be right. */
type Wrong = (saved: Saved, sent: Given, before: Given) => Saved;

/** A merge goes wrong in one way: with null, inside of objects, with lists, or with one property that it does not name. */
export const mergedParts: VariantMutants = ({ clauses, resources, operations }) =>
  clauses.flatMap((clause): VariantMutant[] => {
    const resource = resources.find(({ name }) => name === clause.resource);
    const merge = operations.find(({ id }) => id === resource?.operations.merge);
    if (clause.kind !== 'merged' || resource === undefined || merge === undefined) return [];
    const sent = (merge.body?.properties ?? []).filter(
      ({ name }) =>
        name !== resource.key &&
        resource.properties.some((one) => one.name === name && !one.masked),
    );
    const outer = sent.filter(({ name }) => !/[.[]/.test(name));
    const made = (name: string, says: string, wrong: Wrong): VariantMutant => ({
      clause,
      name,
      says,
      hooks: only(resource, wrongly(wrong)),
    });
    const nullable = sent.filter(
      ({ name, types, required }) =>
        types.includes('null') &&
        !required &&
        resource.properties.every((one) => one.name !== name || !one.required),
    );
    return [
      ...(nullable.some(({ name }) => !/[.[]/.test(name))
        ? [made('null', 'Null leaves a property as it was.', withOldNulls)]
        : []),
      ...(nullable.some(({ name }) => /\.[^*]+$/.test(name) && !/[[*]/.test(name))
        ? [made('nullInside', 'Null inside of an object is overlooked.', insideOld)]
        : []),
      ...(nullable.some(({ name }) => name.endsWith('.*'))
        ? [made('nullEntry', 'Null does not remove an entry of a map.', insideOld)]
        : []),
      ...(outer.some(({ types }) => types.includes('object'))
        ? [made('objects', 'Objects are replaced, not merged.', withWholeObjects)]
        : []),
      ...(outer.some(({ types }) => types.includes('array'))
        ? [made('lists', 'Lists are added to, not replaced.', withLongerLists)]
        : []),
      ...outer
        .filter(({ required, types }) => !required && types.length > 0)
        .map(({ name }) =>
          made(`lost.${name}`, `${name} is lost where a merge does not name it.`, (saved, named) =>
            Object.hasOwn(named, name) ? saved : without(saved, name),
          ),
        ),
    ];
  });

function wrongly(wrong: Wrong): FaultHooks {
  return onSuccess(['merge'], (decision, context) => {
    const before = savedBefore(context) ?? {};
    return savingOtherwise(decision, context, (saved) => wrong(saved, sentBody(context), before));
  });
}

function without(saved: Saved, name: string): Saved {
  const { [name]: _, ...others } = saved;
  return others;
}

/** Puts back what null has removed. */
function withOldNulls(saved: Saved, sent: Given, before: Given): Saved {
  const kept = Object.entries(before).filter(([name]) => sent[name] === null);
  return { ...saved, ...Object.fromEntries(kept) };
}

/** The same inside of objects only. */
function insideOld(saved: Saved, sent: Given, before: Given): Saved {
  const changed = Object.entries(saved).map(([name, value]): [string, JsonValue] => {
    const [named, old] = [sent[name], before[name]];
    return isObject(value) && isObject(named) && isObject(old)
      ? [name, insideOld(withOldNulls(value, named, old), named, old)]
      : [name, value];
  });
  return Object.fromEntries(changed);
}

function withWholeObjects(saved: Saved, sent: Given): Saved {
  const whole = Object.entries(sent).filter(([, value]) => isObject(value));
  return { ...saved, ...Object.fromEntries(whole) };
}

function withLongerLists(saved: Saved, sent: Given, before: Given): Saved {
  const longer = Object.entries(sent).flatMap(([name, value]): [string, JsonValue][] => {
    const old = before[name];
    return Array.isArray(value) && Array.isArray(old) ? [[name, [...old, ...value]]] : [];
  });
  return { ...saved, ...Object.fromEntries(longer) };
}
