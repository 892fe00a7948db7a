import { randomUUID } from 'node:crypto';
import type { JsonValue, Operation, Resource } from '@oidc-admin/contract';
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

  /** The response to a create with the key that the server made; any other response as it is. */
  inBody(
    body: JsonValue | undefined,
    { action }: Operation,
    resource: Resource | undefined,
    state: ModelState,
  ): JsonValue | undefined {
    if (action.does !== 'create' || resource?.key === undefined) return body;
    if (!resource.serverMade.includes(resource.key)) return body;
    return withValueAt(body, `${action.at}/${resource.key}`, this.next(resource, state));
  }
}
