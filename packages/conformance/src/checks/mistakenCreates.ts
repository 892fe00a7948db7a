import {
  isObject,
  valueAt,
  type JsonValue,
  type Operation,
  type Resource,
} from '@oidc-admin/contract';
import type { WireResponse } from '../wire/wireResponse.ts';
import type { CheckRequest } from './checkRequest.ts';
import { textOf } from './json.ts';
import { pathUnder, refName, type ResourceRef } from './resourceRef.ts';
import type { Sender } from './sent.ts';

/** The parent and the key that a create was sent with, the same if it is one of the run's own, and whether it should have been refused. */
interface SentKey {
  readonly parent: string;
  readonly sent: string | undefined;
  readonly own: string | undefined;
  readonly wrongly: boolean;
}

/** Keys under one parent that may have been taken. */
interface Taken {
  readonly resource: Resource;
  readonly parent: string;
  readonly keys: Set<string>;
}

/** What a server took of creates that it should have refused: a key that is a number, null, or has a line end. */
export class MistakenCreates {
  /** Keys that were taken wrongly, of which a server may have kept the beginning only. */
  readonly #cut = new Set<string>();
  readonly #unclear = new Set<string>();
  readonly #taken = new Map<string, Taken>();

  /**
   * Looks at what a create was answered. It may stand under the key of the response or the one sent. Nothing is deleted under the
   * server's own key: somebody else's may stand there.
   */
  note(
    resource: Resource,
    { parent, sent, own, wrongly }: SentKey,
    { status, json }: WireResponse,
  ): void {
    const { key } = resource;
    if (key === undefined || (status >= 300 && status < 500)) return;
    const answered = status < 300 && isObject(json) ? json[key] : undefined;
    if (wrongly && status < 300 && own !== undefined) this.#cut.add(own);
    if (own !== undefined && (answered ?? own) === own) return;
    const name = refName({ resource, parent, key: '' });
    const taken = this.#taken.get(name) ?? { resource, parent, keys: new Set() };
    taken.keys.add(keyText(sent)).add(keyText(answered));
    this.#taken.set(name, taken);
  }

  /** Notes what a create was answered to have made, without a sign that it is the run's. */
  noteUnclear({ resource, key }: Pick<ResourceRef, 'resource' | 'key'>): void {
    this.#unclear.add(`${resource.name} ${key}`);
  }

  /** Whether it may be the run's or somebody else's: nobody knows whether it is there. */
  isUnclear({ resource, key }: Pick<ResourceRef, 'resource' | 'key'>): boolean {
    return this.#unclear.has(`${resource.name} ${key}`);
  }

  /** Whether an element of a list may be one of them: nothing is expected of it. */
  holds(resource: Resource, parent: string, key: JsonValue | undefined): boolean {
    if (typeof key === 'string' && [...this.#cut].some((sent) => sent.startsWith(key))) return true;
    const keys = this.#taken.get(refName({ resource, parent, key: '' }))?.keys;
    return keys !== undefined && (keys.has(keyText(key)) || typeof key !== 'string');
  }

  /** What of it still stands at the server, one line each; `isOwn` knows the keys that are looked for elsewhere. */
  async left(
    sender: Sender,
    run: { operation(id: string): Operation },
    isOwn: (key: string) => boolean,
  ): Promise<readonly string[]> {
    const left = [...this.#unclear].map(
      (name) => `${name} may be left, or somebody else's: it is not deleted`,
    );
    for (const { resource, parent, keys } of this.#taken.values()) {
      const { name, key = '', operations } = resource;
      const { create = '', list } = operations;
      const operation = list === undefined ? undefined : run.operation(list);
      const found =
        operation &&
        (await listed(sender, { operation, path: pathUnder(operation, resource, parent) }, key));
      if (found === undefined)
        left.push(
          `${create} took what it should have refused; whether a ${name} is left is not known`,
        );
      for (const one of found ?? [])
        if (
          (keyText(one) === '' || keys.has(keyText(one))) &&
          !(typeof one === 'string' && isOwn(one))
        )
          left.push(
            `${name} with the ${key} ${JSON.stringify(one ?? null)} is left: ${create} should have refused it`,
          );
    }
    return left;
  }
}

function keyText(key: JsonValue | undefined): string {
  return key === undefined || key === null ? '' : textOf(key);
}

/** The keys of a list; nothing where it is none. */
async function listed(
  sender: Sender,
  request: CheckRequest,
  key: string,
): Promise<readonly (JsonValue | undefined)[] | undefined> {
  const { response } = await sender.send(
    { ...request, pages: true },
    { silent: true, beyondLimit: true },
  );
  const { operation } = request;
  const at = operation.action.does === 'list' ? operation.action.at : '';
  const elements = valueAt(response?.json, at);
  if (!Array.isArray(elements)) return undefined;
  return (elements as readonly JsonValue[]).map((one) => (isObject(one) ? one[key] : undefined));
}
