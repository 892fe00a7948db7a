import {
  elementTree,
  isObject,
  type Contract,
  type ElementNode,
  type Property,
  type Resource,
} from '@oidc-admin/contract';
import { createAjv, type Deployment, savedFrom, type Saved } from '@oidc-admin/model';
import { distance } from 'fastest-levenshtein';

type Entry = readonly [key: string, saved: Saved];

type Ajv = ReturnType<typeof createAjv>;

/** Checks what a seed has of one resource; answers it by parent, with its defaults. Adds to the mistakes, and quotes no value. */
export type SeedCheck = (
  resource: string,
  parents: unknown,
  mistakes: string[],
) => readonly (readonly [parent: string, entries: readonly Entry[]])[];

interface Known {
  readonly resource: Resource;
  readonly properties: ReadonlyMap<string, Property>;
  readonly required: readonly string[];
  /** What is written of it. */
  readonly tree: ElementNode;
}

/** The properties of a resource, as they are written where they can be, and those that a create or a save must have. */
function knownOf(contract: Contract, resource: Resource): Known {
  const { create, save, replace } = resource.operations;
  const bodies = [create, save, replace].flatMap((id) => {
    const body = contract.operations.find((operation) => operation.id === id)?.body;
    return body === undefined ? [] : [elementTree(body.properties)];
  });
  const shown = elementTree(resource.properties);
  const properties = new Map<string, Property>();
  for (const { inner } of [...bodies, shown])
    for (const [name, { item }] of inner)
      if (item !== undefined && !properties.has(name)) properties.set(name, item);
  const required = [...(bodies[0]?.inner ?? [])].flatMap(([name, { item }]) =>
    item?.required === true && name !== resource.key ? [name] : [],
  );
  return { resource, properties, required, tree: bodies[0] ?? shown };
}

function nearestOf(name: string, known: readonly string[]): string {
  const [nearest = ''] = known.toSorted(
    (one, other) => distance(name, one) - distance(name, other),
  );
  return nearest;
}

/** Checks the properties of one resource, and fills in what has a default. */
function checkedSaved(
  { resource, properties, required, tree }: Known,
  key: string,
  saved: Saved,
  at: string,
  ajv: Ajv,
  mistakes: string[],
): Saved {
  const name = resource.key;
  const given = name !== undefined && Object.hasOwn(saved, name) ? saved[name] : key;
  if (given !== key && JSON.stringify(given) !== key)
    mistakes.push(`${at}.${name} is not the key under which it stands`);
  const path = name === undefined ? {} : { [name]: key };
  const filled = {
    ...saved,
    ...savedFrom({ tree }, resource, { path, body: { kind: 'json', value: saved } }),
  };
  for (const property of required)
    if (!Object.hasOwn(saved, property)) mistakes.push(`${at}.${property} is missing`);
  for (const [property, value] of Object.entries({ ...filled, ...saved })) {
    const item = properties.get(property);
    if (item === undefined) {
      const near = nearestOf(property, [...properties.keys()]);
      mistakes.push(`${at}.${property} is not documented; the nearest is ${near}`);
      continue;
    }
    // A validator says of a value what is wrong, and does not quote it: it may be a secret.
    if (!ajv.validate(item.schema, value))
      mistakes.push(
        `${at}.${property}${ajv.errors?.[0]?.instancePath ?? ''} ${ajv.errors?.[0]?.message ?? 'is wrong'}`,
      );
  }
  return filled;
}

/** Checks what stands under one parent. */
function checkedEntries(
  of: Known,
  parent: string,
  entries: unknown,
  ajv: Ajv,
  { parents }: Deployment,
  mistakes: string[],
): readonly Entry[] {
  const { name, key, parent: above } = of.resource;
  const at = `resources.${name}[${JSON.stringify(parent)}]`;
  if (above === undefined && parent !== '')
    mistakes.push(`${at}: ${name} has no parent; right is resources.${name}[""]`);
  if (above !== undefined && parent === '')
    mistakes.push(`${at}: ${name} needs the ${above} that it belongs to`);
  const known = above === undefined ? undefined : parents[above];
  if (known?.includes(parent) === false && parent !== '')
    mistakes.push(`${at}: there is no such ${above}; there are ${known.join(', ')}`);
  if (!isObject(entries)) {
    mistakes.push(
      `${at} is no object; right is {"KEY": {…}}, with the key "" where there is but one`,
    );
    return [];
  }
  return Object.entries(entries).flatMap(([own, saved]): Entry[] => {
    const place = `${at}[${JSON.stringify(own)}]`;
    if (key === undefined && own !== '')
      mistakes.push(`${place}: ${name} has no key; right is ${at}[""]`);
    if (key !== undefined && own === '')
      mistakes.push(`${place}: ${name} needs its ${key} as its key`);
    if (isObject(saved))
      return [[own, checkedSaved(of, own, saved as Saved, place, ajv, mistakes)]];
    mistakes.push(`${place} is no object`);
    return [];
  });
}

/** Makes the check of the seeds of a contract, as strict as the mock is with a request. */
export function createSeedCheck(contract: Contract, deployment: Deployment): SeedCheck {
  const known = new Map(
    contract.resources.map((resource) => [resource.name, knownOf(contract, resource)]),
  );
  const ajv = createAjv({ coerce: false });
  return (name, parents, mistakes) => {
    const found = known.get(name);
    if (found === undefined || !isObject(parents)) {
      mistakes.push(
        found === undefined
          ? `there is no resource '${name}'; known are: ${[...known.keys()].join(', ')}`
          : `resources.${name} is no object; right is {"PARENT": {"KEY": {…}}}`,
      );
      return [];
    }
    return Object.entries(parents).map(([parent, entries]) => [
      parent,
      checkedEntries(found, parent, entries, ajv, deployment, mistakes),
    ]);
  };
}
