import {
  elementTree,
  isObject,
  type Contract,
  type JsonValue,
  type Resource,
} from '@oidc-admin/contract';
import { dataOf, type ModelState, type StateData } from '@oidc-admin/model';
import { withoutUrlSecrets } from './leaks.ts';

/** Stands in a recording for every secret. */
const replacement = 'replaced-secret';

type Saved = Readonly<Record<string, JsonValue>>;

/**
 * What is known to be saved, as a seed of a mock: with documented properties only, and without its secrets. One that must be there and was never shown is there too, as
 * a replacement.
 */
export function recordedResources(
  contract: Contract,
  state: ModelState,
  secrets: readonly string[],
): StateData['resources'] {
  const { resources } = dataOf(state);
  // Of keys too: a caller may choose one that is a secret.
  const clean = cleanerOf(secrets);
  return Object.fromEntries(
    contract.resources.flatMap((resource) => {
      const parents = Object.entries(resources[resource.name] ?? {});
      const record = recorderOf(contract, resource, clean);
      const kept = parents.map(([parent, entries]) => [
        clean(parent),
        Object.fromEntries(
          Object.entries(entries).map(([key, saved]) => [clean(key), record(saved)]),
        ),
      ]);
      return kept.length === 0 ? [] : [[resource.name, Object.fromEntries(kept)]];
    }),
  ) as StateData['resources'];
}

type Clean = (text: string) => string;

function cleanerOf(secrets: readonly string[]): Clean {
  const patterns = secrets
    .filter((secret) => secret !== '')
    // The longer first, of which a shorter one may be a part.
    .toSorted((one, other) => other.length - one.length)
    .map((secret) => secret.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  // Without patterns it would be found between all characters.
  const all = patterns.length === 0 ? undefined : new RegExp(patterns.join('|'), 'g');
  return (text) =>
    withoutUrlSecrets(all === undefined ? text : text.replaceAll(all, replacement), replacement);
}

function recorderOf(
  { operations, sensitive }: Contract,
  resource: Resource,
  clean: Clean,
): (saved: Saved) => Saved {
  const { create, save, replace } = resource.operations;
  const bodies = [create, save, replace].flatMap((id) => {
    const body = operations.find((operation) => operation.id === id)?.body;
    return body === undefined ? [] : [elementTree(body.properties).inner];
  });
  const known = new Set(
    [...bodies, elementTree(resource.properties).inner].flatMap((inner) => [...inner.keys()]),
  );
  const missing = [...(bodies[0] ?? [])].flatMap(([name, { item }]) =>
    item?.required === true && item.sensitive ? [name] : [],
  );
  const hidden = new Set(sensitive.properties.map((name) => name.toLowerCase()));
  const without = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') return clean(value);
    if (Array.isArray(value)) return value.map((one: JsonValue) => without(one));
    return isObject(value) ? withoutSecrets(value) : value;
  };
  const withoutSecrets = (value: Saved): Saved =>
    Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        known.has(name) ? name : clean(name),
        hidden.has(name.toLowerCase()) && one !== null ? replacement : without(one),
      ]),
    );
  return (saved) => ({
    ...Object.fromEntries(missing.map((name) => [name, replacement])),
    ...withoutSecrets(
      Object.fromEntries(Object.entries(saved).filter(([name]) => known.has(name))),
    ),
  });
}
