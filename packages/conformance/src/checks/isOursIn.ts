import { isObject, type JsonValue, type Operation } from '@oidc-admin/contract';
import type { ModelRequest } from '@oidc-admin/model';
import { textOf } from './json.ts';
import { parentIn } from './resourceRef.ts';
import type { RunContext } from './runContext.ts';

/**
 * Whether an element of a list is the run's own. Of a list over all parents nobody knows below which one it stands: it is where it is
 * saved below one of them, or would be the run's own below each that is known.
 */
export function isOursIn(
  run: RunContext,
  { action }: Operation,
  { path }: Pick<ModelRequest, 'path'>,
  element: JsonValue,
): boolean {
  if (!('resource' in action)) return false;
  const resource = run.resource(action.resource);
  const { pool } = run;
  if (action.everywhere !== true) return pool.isOurs(resource, parentIn(resource, path), element);
  const known = [...(run.state.resources.get(resource.name)?.keys() ?? [])];
  const own = pool.parents.ownOf(pool.at(resource, '', ''));
  const parents = [...new Set([...known, ...own])];
  const key = isObject(element) ? element[resource.key ?? ''] : undefined;
  const isOurs = (parent: string): boolean => pool.isOurs(resource, parent, element);
  const isSaved = (parent: string): boolean =>
    key !== undefined && pool.saved(pool.at(resource, parent, textOf(key))) !== undefined;
  if (parents.some((parent) => isSaved(parent) && isOurs(parent))) return true;
  return parents.length > 0 && parents.every(isOurs);
}
