import type { Contract, Resource } from '@oidc-admin/contract';

type ShownTypes = ReadonlyMap<string, readonly string[]>;

const known = new WeakMap<Resource, ShownTypes>();

/**
 * The types as which those properties of a resource are shown that some operation takes as another type, as where a caller sends the
 * number of a label and is shown the label: what is of none of them cannot be shown as it was written.
 */
export function convertedProperties({ operations }: Contract, resource: Resource): ShownTypes {
  const before = known.get(resource);
  if (before !== undefined) return before;
  const written = Object.values(resource.operations).flatMap(
    (id) => operations.find((operation) => operation.id === id)?.body?.properties ?? [],
  );
  const shown = new Map(resource.properties.map(({ name, types }) => [name, types]));
  const found = new Map(
    written.flatMap(({ name, types }): [string, readonly string[]][] => {
      const shownAs = shown.get(name) ?? [];
      return areDisjoint(types, shownAs) ? [[name, shownAs]] : [];
    }),
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
