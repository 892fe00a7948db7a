import type { Action, DescribedResource, Operation } from './description.ts';
import { unnamedParents } from './parentText.ts';

interface Described<R> {
  readonly resources: readonly R[];
  readonly operations: readonly Operation[];
}

/**
 * The resource that a parameter of a path names one of, where an operation of the same document makes it: of
 * `/realms/{realm}/users/{id}` and `realm`, that of `/realms/{name}`. Undefined for what only a deployment knows.
 */
export function parentResource<R extends DescribedResource>(
  path: string,
  parameter: string,
  described: Described<R>,
): R | undefined {
  const [before = ''] = path.split(`{${parameter}}`);
  const wanted = placeOf(`${before}{}`);
  return placeOf(path) === wanted ? undefined : madeAt(described).get(wanted);
}

/** By the array of resources, which is made once for a document: what is found for one parameter is so for all. */
const known = new WeakMap<object, ReadonlyMap<string, DescribedResource>>();

/** The resources that an operation makes, by the place of one of them. */
function madeAt<R extends DescribedResource>({
  resources,
  operations,
}: Described<R>): ReadonlyMap<string, R> {
  const before = known.get(resources);
  if (before !== undefined) return before as ReadonlyMap<string, R>;
  const paths = new Map(operations.map(({ id, path }) => [id, path]));
  const found = new Map<string, R>();
  for (const resource of resources) {
    const { key, operations: does } = resource;
    if (key === undefined || makerOf(resource) === undefined) continue;
    // One thing may be read in one place, and changed in another.
    const own = [does.read, does.replace, does.merge, does.save, does.delete].flatMap(
      (id) => paths.get(id ?? '') ?? [],
    );
    for (const place of own.map(placeOf)) if (!found.has(place)) found.set(place, resource);
  }
  known.set(resources, found);
  return found;
}

/** The parameters of an operation's path that name something above it which an operation of the document makes. */
export function parentsAbove<R extends DescribedResource>(
  { path, parameters }: Operation,
  described: Described<R>,
): readonly { readonly parameter: string; readonly resource: R }[] {
  return parameters.flatMap(({ in: place, name }) => {
    const resource = place === 'path' ? parentResource(path, name, described) : undefined;
    return resource === undefined ? [] : [{ parameter: name, resource }];
  });
}

/** A path without the names of its parameters, which differ from one operation to the next. */
function placeOf(path: string): string {
  return path.replaceAll(/\{[^{}]*\}/g, '{}').replace(/\/+$/, '');
}

/** Whether an operation can only be done with one thing that is there: it reads it, writes it again, or deletes it. */
export function isAboutOne(
  action: Action,
): action is Action & { readonly does: 'read' | 'replace' | 'merge' | 'delete' } {
  return ['read', 'replace', 'merge', 'delete'].includes(action.does);
}

/** The operation by which something new comes to be under a key: a create, or a save under a key that may be free. */
export function makerOf({
  key,
  operations: { create, save },
}: Pick<DescribedResource, 'key' | 'operations'>): string | undefined {
  return create ?? (key === undefined ? undefined : save);
}

/** Whether what is created stands below the one of who signs in: the path of its create names no parent that only a deployment knows. */
export function isBelowCaller(
  resource: DescribedResource,
  { operations }: Pick<Described<DescribedResource>, 'operations'>,
): boolean {
  const { parentResource: above, operations: does } = resource;
  const create = operations.find(({ id }) => id === does.create);
  return above === undefined && create !== undefined && unnamedParents(resource, create).length > 0;
}

/** Whether the server makes the keys of a resource: nobody knows one before a create was answered. */
export function makesKeys({
  key,
  serverMade,
}: Pick<DescribedResource, 'key' | 'serverMade'>): boolean {
  return key !== undefined && serverMade.includes(key);
}
