import { isObject, makesKeys, valueAt, type JsonValue, type Operation } from '@oidc-admin/contract';
import type { CheckRequest } from './checkRequest.ts';
import { textOf } from './json.ts';
import { pathFor, pathUnder, refName, type ResourceRef } from './resourceRef.ts';
import type { Sender } from './sent.ts';

/** What a create showed of whose its key is: the run's, somebody else's, or not that. */
type Owner = 'run' | 'other' | 'unknown';

interface ShownKey {
  readonly owner: Owner;
  /** The name that was sent. */
  readonly sent: JsonValue | undefined;
}

/**
 * Whose the keys are that a server answered to creates. A wrong server may answer the key of what was there before; so what
 * has no name of the run in its response is asked for, and changed only where it has that name.
 */
export class OwnMade {
  readonly #shown = new Map<string, ShownKey>();
  readonly #own: { has(name: string): boolean };

  /** `own` knows the names of the run. */
  constructor(own: { has(name: string): boolean }) {
    this.#own = own;
  }

  /** Notes what a create was answered, and answers whose the key in it is as far as the response shows it. */
  note(
    ref: Pick<ResourceRef, 'resource' | 'parent' | 'key'>,
    { operation: { action }, body }: Pick<CheckRequest, 'operation' | 'body'>,
    { json }: { readonly json: JsonValue | undefined },
  ): Owner {
    const sent = isObject(body) ? body[ref.resource.label ?? ''] : undefined;
    const made = 'at' in action ? valueAt(json, action.at) : undefined;
    const owner = this.#ownerBy(nameIn(made, ref), sent);
    this.#shown.set(refName(ref), { owner, sent });
    return owner;
  }

  /** Whether anything can tell that it is the run's: a create without a name of the run made what nothing may change. */
  isRecognised(ref: ResourceRef): boolean {
    const known = this.#shown.get(refName(ref));
    return known === undefined || known.owner === 'run' || known.sent !== undefined;
  }

  /** Whether something may be changed or deleted: the server makes no such keys, no create has shown it, or it is the run's. */
  async allows(
    sender: Sender,
    run: { operation(id: string): Operation },
    ref: ResourceRef,
  ): Promise<boolean> {
    const known = this.#shown.get(refName(ref));
    if (known === undefined || !makesKeys(ref.resource)) return true;
    if (known.owner !== 'unknown') return known.owner === 'run';
    const owner = this.#ownerBy(await readName(sender, run, ref), known.sent);
    this.#shown.set(refName(ref), { ...known, owner });
    return owner === 'run';
  }

  #ownerBy(name: JsonValue | undefined, sent: JsonValue | undefined): Owner {
    if (name === undefined || name === null || name === '') return 'unknown';
    const text = textOf(name);
    const isSent = sent !== undefined && textOf(sent) === text;
    return isSent || this.#own.has(text) ? 'run' : 'other';
  }
}

function nameIn(
  value: JsonValue | undefined,
  { resource: { label = '' } }: Pick<ResourceRef, 'resource'>,
): JsonValue | undefined {
  return isObject(value) ? value[label] : undefined;
}

/** The name that the server shows now: in a read, or else in a list. */
async function readName(
  sender: Sender,
  run: { operation(id: string): Operation },
  ref: ResourceRef,
): Promise<JsonValue | undefined> {
  const { resource, parent, key } = ref;
  const { read, list } = resource.operations;
  const options = { silent: true, preparation: true, beyondLimit: true };
  if (read !== undefined) {
    const operation = run.operation(read);
    const path = pathFor(operation, ref);
    const { response } = await sender.send({ operation, path }, options);
    const { action } = operation;
    const value = 'at' in action ? valueAt(response?.json, action.at) : undefined;
    return nameIn(value, ref);
  }
  if (list === undefined) return undefined;
  const operation = run.operation(list);
  const path = pathUnder(operation, resource, parent);
  const { response } = await sender.send({ operation, path, pages: true }, options);
  const { action } = operation;
  const elements = 'at' in action ? valueAt(response?.json, action.at) : undefined;
  if (!Array.isArray(elements)) return undefined;
  const found = (elements as readonly JsonValue[]).find((one) => {
    const own = isObject(one) ? one[resource.key ?? ''] : undefined;
    return own !== undefined && textOf(own) === key;
  });
  return nameIn(found, ref);
}
