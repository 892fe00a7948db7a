import { isObject, makesKeys, valueAt, type JsonValue, type Operation } from '@oidc-admin/contract';
import type { CheckRequest } from './checkRequest.ts';
import { textOf } from './json.ts';
import type { PoolRun } from './poolRun.ts';
import { parentIn, pathFor, pathUnder, refName, type ResourceRef } from './resourceRef.ts';
import type { Composed, Sender } from './sent.ts';

/** What a create showed of whose its key is: the run's, somebody else's, or not that. */
type Owner = 'run' | 'other' | 'unknown';

interface ShownKey {
  readonly owner: Owner;
  /** The name that was sent; null counts as none. */
  readonly sent: JsonValue | undefined;
}

/**
 * Whose the keys are that a server answered to creates. A wrong server may answer the key of what was there before; so what
 * has no name of the run in its response is asked for, and changed only where it has that name. What was sent without a name
 * is the run's where its key was not there before, and in a sandbox.
 */
export class OwnMade {
  readonly #shown = new Map<string, ShownKey>();
  /** The keys that were there before a create without a name, by its request. */
  readonly #before = new WeakMap<CheckRequest, ReadonlySet<string>>();
  readonly #own: { has(name: string): boolean };

  /** `own` knows the names of the run. */
  constructor(own: { has(name: string): boolean }) {
    this.#own = own;
  }

  /** Looks which keys are there before a create without a name, which nothing else could tell from those of others. */
  async lookBefore(
    { request, model }: Pick<Composed, 'request' | 'model'>,
    sender: Sender,
    run: Pick<PoolRun, 'parameters' | 'resource' | 'operation'>,
  ): Promise<void> {
    const { action, body } = request.operation;
    if (action.does !== 'create') return;
    const resource = run.resource(action.resource);
    const label = body?.properties.find(({ name }) => name === resource.label);
    // Whoever takes a body without a name that is required is wrong, and perhaps in what it answers as well.
    if (!makesKeys(resource) || label === undefined || label.required) return;
    if (nameSent(resource, request) !== undefined) return;
    if (run.parameters.level === 'disposable') {
      this.#before.set(request, new Set());
      return;
    }
    const parent = parentIn(resource, model.path);
    const elements = await listed(sender, run, { resource, parent });
    if (elements === undefined) return;
    const keys = elements.map((one) => keyOf(resource, one)).filter((key) => key !== undefined);
    this.#before.set(request, new Set(keys));
  }

  /** Notes what a create was answered, and answers whose the key in it is as far as the response shows it. */
  note(
    ref: Pick<ResourceRef, 'resource' | 'parent' | 'key'>,
    request: CheckRequest,
    { json }: { readonly json: JsonValue | undefined },
  ): Owner {
    const { action } = request.operation;
    const sent = nameSent(ref.resource, request);
    const made = 'at' in action ? valueAt(json, action.at) : undefined;
    const before = this.#before.get(request);
    const isNew = before !== undefined && !before.has(ref.key);
    const owner = isNew ? 'run' : this.#ownerBy(nameIn(made, ref), sent);
    this.#shown.set(refName(ref), { owner, sent });
    return owner;
  }

  /** Whose it is stays known where it is found to stand elsewhere than was thought. */
  moved(from: ResourceRef, to: ResourceRef): void {
    const known = this.#shown.get(refName(from));
    if (known === undefined) return;
    this.#shown.delete(refName(from));
    this.#shown.set(refName(to), known);
  }

  /** Whether anything can tell that it is the run's: a create without a name of the run made what nothing may change. */
  isRecognised(ref: ResourceRef): boolean {
    const known = this.#shown.get(refName(ref));
    return known === undefined || known.owner === 'run' || known.sent !== undefined;
  }

  /**
   * Whether something may be changed or deleted: the server makes no such keys, no create has shown it, or it is the run's. `gone` where
   * nobody knows whose it is, and a read says that it is not there.
   */
  async allows(
    sender: Sender,
    run: { operation(id: string): Operation },
    ref: ResourceRef,
  ): Promise<boolean | 'gone'> {
    const known = this.#shown.get(refName(ref));
    if (known === undefined || !makesKeys(ref.resource)) return true;
    if (known.owner !== 'unknown') return known.owner === 'run';
    const { name, isGone } = await readName(sender, run, ref);
    // It went with what it stood below, or what was asked does not know yet of what is somebody else's.
    if (isGone) return 'gone';
    const owner = this.#ownerBy(name, known.sent);
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

/** The name of the run in a request; undefined where it has none. */
function nameSent(
  { label = '' }: ResourceRef['resource'],
  { body }: Pick<CheckRequest, 'body'>,
): JsonValue | undefined {
  return (isObject(body) ? body[label] : undefined) ?? undefined;
}

function nameIn(
  value: JsonValue | undefined,
  { resource: { label = '' } }: Pick<ResourceRef, 'resource'>,
): JsonValue | undefined {
  return isObject(value) ? value[label] : undefined;
}

/** The name that the server shows now, in a read, or else in a list; and whether the read says that nothing is there. */
async function readName(
  sender: Sender,
  run: { operation(id: string): Operation },
  ref: ResourceRef,
): Promise<{ readonly name: JsonValue | undefined; readonly isGone: boolean }> {
  const { resource, key } = ref;
  const { read } = resource.operations;
  if (read !== undefined) {
    const operation = run.operation(read);
    const path = pathFor(operation, ref);
    const { response } = await sender.send({ operation, path }, options);
    const { action } = operation;
    const value = 'at' in action ? valueAt(response?.json, action.at) : undefined;
    return { name: nameIn(value, ref), isGone: response?.status === 404 };
  }
  const elements = await listed(sender, run, ref);
  const found = elements?.find((one) => keyOf(resource, one) === key);
  return { name: nameIn(found, ref), isGone: false };
}

/** Asked for the run itself: judged by no check. */
const options = { silent: true, preparation: true, beyondLimit: true };

/** What stands in the list below a parent, on all its pages; undefined where there is no list. */
async function listed(
  sender: Sender,
  run: { operation(id: string): Operation },
  { resource, parent }: Pick<ResourceRef, 'resource' | 'parent'>,
): Promise<readonly JsonValue[] | undefined> {
  const { list } = resource.operations;
  if (list === undefined) return undefined;
  const operation = run.operation(list);
  const path = pathUnder(operation, resource, parent);
  const { response } = await sender.send({ operation, path, pages: true }, options);
  const { action } = operation;
  const elements = 'at' in action ? valueAt(response?.json, action.at) : undefined;
  return Array.isArray(elements) ? (elements as readonly JsonValue[]) : undefined;
}

function keyOf({ key = '' }: ResourceRef['resource'], element: JsonValue): string | undefined {
  const own = isObject(element) ? element[key] : undefined;
  return own === undefined ? undefined : textOf(own);
}
