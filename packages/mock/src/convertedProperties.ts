import type { Contract, Resource } from '@oidc-admin/contract';

const known = new WeakMap<Resource, ReadonlySet<string>>();

/**
 * The properties of a resource that are written as another type than they are shown as, as where a caller sends the number of a
 * label and is shown the label: what was written cannot be shown as it is.
 */
export function convertedProperties(
  { operations }: Contract,
  resource: Resource,
): ReadonlySet<string> {
  const before = known.get(resource);
  if (before !== undefined) return before;
  const written = Object.values(resource.operations).flatMap(
    (id) => operations.find((operation) => operation.id === id)?.body?.properties ?? [],
  );
  const shown = new Map(resource.properties.map(({ name, types }) => [name, types]));
  const found = new Set(
    written.flatMap(({ name, types }) => (areDisjoint(types, shown.get(name) ?? []) ? [name] : [])),
  );
  known.set(resource, found);
  return found;
}

/** Whether no value is of a type of both lists; null is none. */
function areDisjoint(one: readonly string[], other: readonly string[]): boolean {
  const [first = [], second = []] = [one, other].map((types) =>
    types.filter((type) => type !== 'null').map((type) => (type === 'integer' ? 'number' : type)),
  );
  return first.length > 0 && second.length > 0 && !first.some((type) => second.includes(type));
}
