import type { Operation, Resource } from '@oidc-admin/contract';
import type { withSaved } from '@oidc-admin/model';

/** One thing of a resource: where it is, and the path parameters that name it. */
export interface ResourceRef {
  readonly resource: Resource;
  readonly parent: string;
  readonly key: string;
  readonly path: Readonly<Record<string, string>>;
}

/** The path parameters of an operation on one thing. */
export function pathFor(operation: Operation, { path }: ResourceRef): Record<string, string> {
  const names = operation.parameters.filter((one) => one.in === 'path').map(({ name }) => name);
  return Object.fromEntries(Object.entries(path).filter(([name]) => names.includes(name)));
}

/** The same text for the same thing. */
export function refName({ resource, parent, key }: Omit<ResourceRef, 'path'>): string {
  return `${resource.name}/${parent}/${key}`;
}

/** Where it is in the state of the model. */
export function statePlace({
  resource,
  parent,
  key,
}: ResourceRef): Parameters<typeof withSaved>[1] {
  return { resource: resource.name, parent, key };
}
