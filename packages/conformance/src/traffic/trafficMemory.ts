import {
  parentNames,
  placeAbove,
  isObject,
  parentsAbove,
  valueAt,
  type Contract,
  type JsonValue,
  type Operation,
  type Resource,
} from '@oidc-admin/contract';
import {
  childrenOf,
  shownProperties,
  stateFrom,
  withSaved,
  type ModelRequest,
  type ModelState,
} from '@oidc-admin/model';
import { parentIn } from '../checks/resourceRef.ts';
import { Recent } from './recent.ts';
import { TrafficSecrets } from './trafficSecrets.ts';

/** Where one thing is saved. */
export interface TrafficPlace {
  readonly resource: Resource;
  readonly parent: string;
  readonly key: string;
}

/** What a judge sees of an answer. `size`: characters of both bodies; `overlaps`: whether others were on their way. */
export interface JudgedResponse {
  readonly status: number;
  readonly body: JsonValue | undefined;
  readonly size: number;
  readonly overlaps: boolean;
}

/** So many sessions, users and parents are remembered, and so many of them are left when that is reached. */
const mostNames = 1000;
const keptNames = 900;

/** What was saved: so many places, and so many characters in them. */
const placeLimits = { entries: 1000, size: 32_000_000 };

/**
 * What a judge remembers of the traffic that it saw, so that it may run for weeks: beyond a limit, what was used longest ago is
 * forgotten, and is unknown from then on. Holds secrets.
 */
export class TrafficMemory {
  /** Learned from the traffic; the model reads both anew for each request. */
  readonly parents: Record<string, string[]> = {};
  readonly users: Record<string, { password: string; role: string }> = Object.create(null);
  state: ModelState = stateFrom({ resources: {}, sessions: {} });
  readonly #contract: Contract;
  readonly secrets = new TrafficSecrets();
  /** Values of path parameters of which a success was seen. */
  readonly #goodParents = new Recent<undefined>({ entries: mostNames, size: placeLimits.size });
  /** All of which the state may hold something. */
  readonly #places = new Recent<TrafficPlace>(placeLimits);
  /** Those whose state is known, as something or as nothing. */
  readonly #known = new Set<string>();
  readonly #above: ReadonlyMap<string, ReturnType<typeof parentsAbove<Resource>>>;

  constructor(contract: Contract) {
    this.#contract = contract;
    this.#above = new Map(
      contract.operations.map((operation) => [operation.id, parentsAbove(operation, contract)]),
    );
    for (const parent of contract.resources.flatMap(parentNames)) this.parents[parent] = [];
  }

  isKnown(place: TrafficPlace): boolean {
    return this.#known.has(nameOf(place));
  }

  /** From now on it is known what stands at a place. */
  know(place: TrafficPlace): void {
    this.#places.use(nameOf(place), place, this.#places.sizeOf(nameOf(place)));
    this.#known.add(nameOf(place));
  }

  /** Whether the traffic has shown that everything above what a request is about exists, or that it does not. */
  hasGoodParents(operation: Operation, path: ModelRequest['path']): boolean {
    return (
      this.#otherParents(operation, path).every((name) => this.#goodParents.has(name)) &&
      this.#placesAbove(operation, path).every(
        (place) => this.isKnown(place) || this.#goodParents.has(nameOf(place)),
      )
    );
  }

  knowParents(operation: Operation, path: ModelRequest['path']): void {
    const above = this.#placesAbove(operation, path).map(nameOf);
    for (const name of [...above, ...this.#otherParents(operation, path)])
      this.#goodParents.use(name, undefined);
  }

  /** Where what stands above stands, of that which an operation makes. */
  #placesAbove(operation: Operation, path: ModelRequest['path']): readonly TrafficPlace[] {
    const above = this.#above.get(operation.id) ?? [];
    return above
      .filter(({ parameter }) => path[parameter] !== undefined)
      .map((one) => placeAbove(operation, one, path));
  }

  /** Names of the parents that only a deployment knows. */
  #otherParents({ id }: Operation, path: ModelRequest['path']): readonly string[] {
    const made = new Set(this.#above.get(id)?.map(({ parameter }) => parameter));
    return Object.keys(this.parents).flatMap((name) =>
      path[name] === undefined || made.has(name) ? [] : [`${name} ${path[name]}`],
    );
  }

  /** Which place a request is about, if any. */
  placeOf({ action }: Operation, { path, body }: ModelRequest): TrafficPlace | undefined {
    if (!('resource' in action) || action.does === 'list') return undefined;
    const resource = this.#resource(action.resource);
    const parent = parentIn(resource, path);
    if (resource.key === undefined) return { resource, parent, key: '' };
    const isMade = action.does === 'create' && resource.serverMade.includes(resource.key);
    const sent =
      body.kind === 'json' && isObject(body.value) && !isMade
        ? keyText(body.value[resource.key])
        : undefined;
    const key = path[resource.key] ?? sent;
    return key === undefined ? undefined : { resource, parent, key };
  }

  /** Where a create has put it whose key the server makes, as its response shows it. */
  madePlace(
    { action }: Operation,
    { path }: ModelRequest,
    body: JsonValue | undefined,
  ): TrafficPlace | undefined {
    if (action.does !== 'create') return undefined;
    const resource = this.#resource(action.resource);
    const shown = valueAt(body, action.at);
    const key = isObject(shown) ? keyText(shown[resource.key ?? '']) : undefined;
    return key === undefined ? undefined : { resource, parent: parentIn(resource, path), key };
  }

  /** The name of the place with a key where a request is. */
  nameIn({ action }: Operation, { path }: ModelRequest, key = ''): string {
    if (!('resource' in action)) return '';
    const resource = this.#resource(action.resource);
    return nameOf({ resource, parent: parentIn(resource, path), key });
  }

  /** Supposes of what was not seen that it is as the response says. */
  suppose(
    operation: Operation,
    request: ModelRequest,
    { status, body, size, overlaps }: JudgedResponse,
  ): void {
    this.#supposeCaller(operation, request, { status, overlaps });
    for (const above of this.#placesAbove(operation, request.path)) this.#supposeThere(above);
    const { action } = operation;
    if (action.does === 'list') {
      // Nobody knows below which parent each of them stands.
      if (action.everywhere !== true) this.#supposeListed(action, request.path, body, size);
      return;
    }
    const place = this.placeOf(operation, request);
    if (place === undefined) return;
    // Whether it is still there is asked of its place from now on.
    if (action.does === 'delete') this.#goodParents.delete(nameOf(place));
    this.#places.use(nameOf(place), place, size);
    if (this.isKnown(place)) return;
    const isShown = action.does === 'read' || isMergeShown(operation, body);
    const shown = isShown && 'at' in action ? valueAt(body, action.at) : {};
    const isNew =
      action.does === 'create' ||
      (action.does === 'save' && (status === 201 || place.resource.key === undefined));
    const isThere = status < 300 && !isNew && isObject(shown);
    this.#save(place, isThere ? shownWithKey(place, shown) : undefined);
  }

  /** Nobody knows what a request left behind, nor what is above and below it. */
  forget(operation: Operation, path: ModelRequest['path']): void {
    for (const above of this.#placesAbove(operation, path)) {
      this.#known.delete(nameOf(above));
      this.#goodParents.delete(nameOf(above));
    }
    const { action } = operation;
    if (!('resource' in action)) return;
    const resource = this.#resource(action.resource);
    const below = new Set([resource.name]);
    for (const { name, parentResource } of this.#contract.resources.toSorted(
      (one, other) => parentNames(one).length - parentNames(other).length,
    ))
      if (parentResource !== undefined && below.has(parentResource)) below.add(name);
    below.delete(resource.name);
    this.#forgetWhere([
      `${resource.name}/${parentIn(resource, path)}/`,
      ...[...below].map((name) => `${name}/`),
    ]);
  }

  /** Takes nothing for known any more of places whose names begin so. */
  #forgetWhere(starts: readonly string[]): void {
    const isMeant = (name: string): boolean => starts.some((start) => name.startsWith(start));
    for (const name of this.#known) if (isMeant(name)) this.#known.delete(name);
    for (const name of this.#goodParents.keys()) if (isMeant(name)) this.#goodParents.delete(name);
  }

  /** Takes nothing for known any more of what was written. */
  forgetSaved(): void {
    this.#forgetWhere(this.#contract.resources.map(({ name }) => `${name}/`));
  }

  /** Forgets what was used longest ago, where there is too much. To be called between exchanges. */
  forgetOldest(): void {
    this.secrets.forgetOldest();
    this.#goodParents.takeOldest();
    for (const known of Object.values(this.parents))
      if (known.length > mostNames) known.splice(0, known.length - keptNames);
    const users = Object.keys(this.users);
    if (users.length > mostNames)
      for (const name of users.slice(0, -keptNames)) delete this.users[name];
    const { sessions } = this.state;
    if (sessions.size > mostNames)
      this.state = { ...this.state, sessions: new Map([...sessions].slice(-keptNames)) };
    for (const place of this.#places.takeOldest()) {
      this.#known.delete(nameOf(place));
      this.#save(place, undefined);
    }
  }

  /** What stands above is there, unless it was seen deleted; what it holds, nobody knows. */
  #supposeThere(place: TrafficPlace): void {
    const { resource, parent, key } = place;
    if (this.isKnown(place) || childrenOf(this.state, resource.name, parent).has(key)) return;
    this.#places.use(nameOf(place), place);
    this.#save(place, {});
  }

  /** Who it is, nobody knows: somebody who may do what is asked for. */
  #supposeSession(
    { roles }: Operation,
    token: string,
    { now, overlaps }: { readonly now: number; readonly overlaps: boolean },
  ): void {
    const known = this.state.sessions.get(token);
    // Nobody knows whether it was let in before the session was closed.
    const isClosed = known?.closed === true && !overlaps;
    const mayDoIt = roles === undefined || roles.includes(known?.role ?? '');
    if (known !== undefined && known.closed === isClosed && mayDoIt) return;
    const role = mayDoIt ? (known?.role ?? '') : (roles[0] ?? '');
    const session = { user: '', lastUsed: now, ...known, role, closed: isClosed };
    this.state = { ...this.state, sessions: new Map(this.state.sessions).set(token, session) };
  }

  #supposeCaller(
    operation: Operation,
    { path, caller, body, now }: ModelRequest,
    { status, overlaps }: { readonly status: number; readonly overlaps: boolean },
  ): void {
    for (const [name, known] of Object.entries(this.parents)) {
      const given = path[name];
      if (given !== undefined && !known.includes(given)) known.push(given);
    }
    if (caller.kind === 'token') this.#supposeSession(operation, caller.token, { now, overlaps });
    if (operation.session === undefined || body.kind !== 'json' || !isObject(body.value)) return;
    const name = body.value[operation.session.username];
    const password = body.value[operation.session.password];
    const role = this.#contract.roles[0]?.name ?? '';
    if (status < 300 && typeof name === 'string' && typeof password === 'string')
      this.users[name] = { password, role };
  }

  /** Of a list only what was written or deleted in this traffic is compared; all else is supposed to be as it is listed. */
  #supposeListed(
    { resource: of, at }: { readonly resource: string; readonly at: string },
    path: ModelRequest['path'],
    body: JsonValue | undefined,
    size: number,
  ): void {
    const resource = this.#resource(of);
    const parent = parentIn(resource, path);
    const { name, key } = resource;
    const listed = valueAt(body, at);
    if (!Array.isArray(listed) || key === undefined) return;
    const placeAt = (one: string): TrafficPlace => ({ resource, parent, key: one });
    for (const one of childrenOf(this.state, name, parent).keys())
      if (!this.isKnown(placeAt(one))) this.#save(placeAt(one), undefined);
    for (const element of listed as readonly JsonValue[]) {
      const one = isObject(element) ? keyText(element[key]) : undefined;
      if (one === undefined || !isObject(element) || this.isKnown(placeAt(one))) continue;
      this.#places.use(nameOf(placeAt(one)), placeAt(one), size / listed.length);
      this.#save(placeAt(one), shownWithKey(placeAt(one), element));
    }
  }

  #save(
    { resource, parent, key }: TrafficPlace,
    saved: Readonly<Record<string, JsonValue>> | undefined,
  ): void {
    this.state = withSaved(this.state, { resource: resource.name, parent, key }, saved);
  }

  #resource(name: string): Resource {
    const found = this.#contract.resources.find((resource) => resource.name === name);
    if (found === undefined) throw new Error(`there is no resource '${name}'`);
    return found;
  }
}

/** A key as a path has it: servers make numbers too. */
export function keyText(key: JsonValue | undefined): string | undefined {
  return typeof key === 'string' || typeof key === 'number' ? String(key) : undefined;
}

/** What a response shows of what stands at a place, with its key also where the server made that: lists are compared by it. */
function shownWithKey(
  { resource, key }: TrafficPlace,
  shown: Readonly<Record<string, JsonValue>>,
): Record<string, JsonValue> {
  const own = resource.key === undefined ? {} : { [resource.key]: shown[resource.key] ?? key };
  return { ...own, ...shownProperties(resource, shown) };
}

function nameOf({ resource, parent, key }: TrafficPlace): string {
  return `${resource.name}/${parent}/${key}`;
}

/** Whether a response to a merge shows what it left behind; else nobody knows the rest of what was not seen before. */
export function isMergeShown({ action }: Operation, body: JsonValue | undefined): boolean {
  return action.does === 'merge' && isObject(valueAt(body, action.at));
}
