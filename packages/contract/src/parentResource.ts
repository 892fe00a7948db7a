import type { DescribedResource, Operation } from './description.ts';

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
  { resources, operations }: Described<R>,
): R | undefined {
  const [before = ''] = path.split(`{${parameter}}`);
  const wanted = placeOf(`${before}{}`);
  return resources.find(
    ({ key, parent, operations: { create, read, replace, delete: remove } }) => {
      if (key === undefined || parent !== undefined || create === undefined) return false;
      const item = operations.find(({ id }) => [read, replace, remove].includes(id));
      return item !== undefined && placeOf(path) !== wanted && placeOf(item.path) === wanted;
    },
  );
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
