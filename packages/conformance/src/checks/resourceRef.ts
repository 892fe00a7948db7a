import {
  parentTextIn,
  parentPath,
  isObject,
  type Operation,
  type Resource,
} from '@oidc-admin/contract';
import type { ModelRequest, withSaved } from '@oidc-admin/model';
import { textOf } from './json.ts';

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

/** The path parameters of an operation on all that stands under a parent, such as a list. */
export function pathUnder(
  operation: Operation,
  resource: Resource,
  parent: string,
): Record<string, string> {
  return pathFor(operation, refAt(resource, parent, ''));
}

/** One thing by its parent and its key; both are empty where the resource has none. */
export function refAt(resource: Resource, parent: string, key: string): ResourceRef {
  const path = {
    ...parentPath(resource, parent),
    ...(resource.key === undefined ? {} : { [resource.key]: key }),
  };
  return { resource, parent, key, path };
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

/** The parent that a request names in its path; empty for a resource that has none. */
export function parentIn(resource: Resource, path: Readonly<Record<string, string>>): string {
  return parentTextIn(resource, path);
}

/** The key that a request names, in its path or in its body; empty for the one resource under a parent, none where it names none. */
export function keyIn(
  { key, serverMade }: Resource,
  path: Readonly<Record<string, string>>,
  body: ModelRequest['body'],
): string | undefined {
  if (key === undefined) return '';
  const isSent = body.kind === 'json' && isObject(body.value) && !serverMade.includes(key);
  const sent = isSent ? body.value[key] : undefined;
  return path[key] ?? (sent === undefined || sent === null ? undefined : textOf(sent));
}

/** What a request is about, by its path and body; undefined where it names nothing. */
export function refIn(
  { action }: Operation,
  path: Readonly<Record<string, string>>,
  body: ModelRequest['body'],
  resourceNamed: (name: string) => Resource,
): ResourceRef | undefined {
  if (!('resource' in action)) return undefined;
  const resource = resourceNamed(action.resource);
  const key = keyIn(resource, path, body);
  return key === undefined ? undefined : refAt(resource, parentIn(resource, path), key);
}
