import { randomUUID } from 'node:crypto';
import {
  makesKeys,
  valueAt,
  type DocumentedResponse,
  type JsonValue,
  type Operation,
  type Resource,
} from '@oidc-admin/contract';
import type { ModelState } from '@oidc-admin/model';
import { withValueAt } from './withValueAt.ts';

/** Counts the keys that a mock makes; a number is never used twice, also where what had it was deleted. */
export class MadeKeys {
  readonly #highest = new Map<string, number>();

  /** A new key of a resource, of the type that its schema names. */
  next({ name, key, properties }: Resource, state: ModelState): JsonValue {
    const property = properties.find((one) => one.name === key);
    if (property?.types.includes('string') === true) return randomUUID();
    const known = [...(state.resources.get(name)?.values() ?? [])].flatMap((keys) => [
      ...keys.keys(),
    ]);
    const highest = Math.max(this.#highest.get(name) ?? 0, 0, ...known.map(Number));
    this.#highest.set(name, highest + 1);
    return highest + 1;
  }

  /** The key that the server makes for a create; undefined where it makes none. */
  forCreate(
    { action }: Operation,
    resource: Resource | undefined,
    state: ModelState,
  ): JsonValue | undefined {
    const isMade = action.does === 'create' && resource !== undefined && makesKeys(resource);
    return isMade ? this.next(resource, state) : undefined;
  }
}

/** The response to a create with the key that the server made, where it has a body that shows one. */
export function withMadeKey(
  body: JsonValue | undefined,
  response: DocumentedResponse | undefined,
  { action }: Operation,
  resource: Resource | undefined,
  made: JsonValue | undefined,
): JsonValue | undefined {
  if (!('at' in action) || resource?.key === undefined || made === undefined) return body;
  const place = action.at.replaceAll('/', '/properties/');
  const at = `${action.at}/${resource.key}`;
  // A schema of several parts shows it in one of them.
  const isShown =
    valueAt(response?.schema, `${place}/properties/${resource.key}`) !== undefined ||
    valueAt(body, at) !== undefined;
  return isShown ? withValueAt(body, at, made) : body;
}
