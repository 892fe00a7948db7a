import { createRedactor, type Redactor } from '@oidc-admin/client';
import {
  isObject,
  valueAt,
  type Contract,
  type JsonValue,
  type Operation,
  type Resource,
  type RuleKind,
} from '@oidc-admin/contract';
import {
  childrenOf,
  createModel,
  createRouter,
  withSaved,
  type AllowedResponse,
  type Caller,
  type Mismatch,
  type Model,
  type ModelRequest,
  type ModelState,
  type Router,
} from '@oidc-admin/model';
import { shownProperties } from '../checks/shownProperties.ts';
import { credentialsIn, isMask, leaks } from './leaks.ts';
import { jsonIn, requestBody } from './requestBody.ts';
import { touchedBy } from './touchedBy.ts';
import type { TrafficExchange } from './trafficExchange.ts';

/** One way in which one exchange differs from everything that is allowed. Redacted. */
export interface TrafficFinding extends Mismatch {
  /** Which exchange of the traffic it is, counted from 0. */
  readonly exchange: number;
  readonly operation: string;
  readonly method: string;
  readonly url: string;
  readonly status: number;
}

/** Why an exchange was not judged. */
export type Unjudged = 'otherPath' | 'noResponse' | 'overload' | 'masked';

interface Place {
  readonly resource: Resource;
  readonly parent: string;
  readonly key: string;
}

/**
 * Holds the traffic of others against a contract, exchange by exchange, and remembers what was written. What was not seen is
 * unknown and accuses nobody: who sends a request, what stood there before, which parents exist.
 */
export class TrafficJudge {
  readonly contract: Contract;
  readonly findings: TrafficFinding[] = [];
  /** Clauses that some exchange has shown to hold or to be broken. */
  readonly touched = new Set<string>();
  readonly unjudged: Record<Unjudged, number> = {
    otherPath: 0,
    noResponse: 0,
    overload: 0,
    masked: 0,
  };
  /** How many exchanges were judged. */
  judged = 0;
  #count = 0;
  #state: ModelState;
  readonly #model: Model;
  readonly #route: Router;
  readonly #redactor: Redactor;
  readonly #secrets = new Set<string>();
  /** Learned from the traffic; the model reads it anew for each request. */
  readonly #parents: Record<string, string[]> = {};
  readonly #users: Record<string, { password: string; role: string }> = {};
  /** Values of path parameters of which a success was seen. */
  readonly #goodParents = new Set<string>();
  /** Places whose state is known, as something or as nothing. */
  readonly #known = new Set<string>();

  constructor(contract: Contract, settings: Readonly<Record<string, string>> = {}) {
    this.contract = contract;
    for (const { parent } of contract.resources)
      if (parent !== undefined) this.#parents[parent] = [];
    this.#model = createModel(contract, {
      parents: this.#parents,
      users: this.#users,
      settings,
      reachable: () => true,
      sessionTimeoutSeconds: Number.POSITIVE_INFINITY,
    });
    this.#state = this.#model.initial;
    this.#route = createRouter(contract);
    this.#redactor = createRedactor(contract.sensitive);
  }

  /**
   * Judges one exchange. `overlaps`: another one that changes the same resource was on its way at the same time, so that nobody
   * knows which came first.
   */
  take(exchange: TrafficExchange, overlaps = false): readonly TrafficFinding[] {
    const index = this.#count;
    this.#count += 1;
    const url = new URL(exchange.url);
    const route = this.#route(exchange.method, url.pathname);
    if (route.kind !== 'operation') return this.#leave('otherPath');
    const { operation, path } = route;
    if (exchange.response === undefined) {
      if (operation.changes) this.#forget(operation, path);
      return this.#leave('noResponse');
    }
    const { status } = exchange.response;
    if (status === 429 || status >= 500) {
      if (operation.changes) this.#forget(operation, path);
      return this.#leave('overload');
    }
    // Whether a value was right that was masked before it was recorded, nobody knows.
    if (status >= 400 && this.#isMasked(exchange.body)) return this.#leave('masked');
    if (overlaps) this.#forget(operation, path);
    this.judged += 1;
    const request = this.#requestOf(exchange, operation, path, url);
    const body = jsonIn(exchange.response.body);
    const observed = { ...exchange.response, body, bodyText: exchange.response.body };
    const place = this.#placeOf(operation, request);
    const isKnown = place === undefined || this.#known.has(nameOf(place));
    this.#suppose(operation, request, place, status, body);
    this.#supposeListed(operation, body);
    const allowed = [
      ...this.#model.step(this.#state, request),
      ...this.#possibleRefusals(operation, request, isKnown && this.#hasGoodParents(path)),
    ];
    const verdict = this.#model.judge(allowed, observed);
    const { matched, mismatches } = verdict;
    if (overlaps || (matched === undefined && operation.changes)) this.#forget(operation, path);
    else if (matched !== undefined) {
      this.#state = matched.next({ status, body });
      if (place !== undefined && (status < 300 || status === 404)) this.#known.add(nameOf(place));
      if (status < 300)
        for (const name of Object.keys(this.#parents))
          this.#goodParents.add(`${name} ${path[name]}`);
    }
    const about = { operation, status, text: exchange.response.body, isKnown };
    for (const clause of touchedBy(this.contract, about, matched, mismatches))
      this.touched.add(clause);
    for (const secret of this.#redactor.secretsIn(jsonIn(exchange.body ?? '')))
      if (secret.length > 5 && !isMask(secret)) this.#secrets.add(secret);
    const found = [...mismatches, ...leaks(this.contract, operation, exchange, this.#secrets)];
    const findings = found.map((mismatch) => ({
      ...this.#redacted(mismatch),
      exchange: index,
      operation: operation.id,
      method: exchange.method,
      url: this.#redactor.url(exchange.url, operation.id),
      status,
    }));
    this.findings.push(...findings);
    return findings;
  }

  /** Takes nothing for known any more of what was written. */
  forget(): void {
    this.#known.clear();
  }

  #hasGoodParents(path: Readonly<Record<string, string>>): boolean {
    return Object.keys(this.#parents).every(
      (name) => path[name] === undefined || this.#goodParents.has(`${name} ${path[name]}`),
    );
  }

  #isMasked(body = ''): boolean {
    return this.#redactor.secretsIn(jsonIn(body)).some((secret) => isMask(secret));
  }

  #leave(why: Unjudged): readonly [] {
    this.unjudged[why] += 1;
    return [];
  }

  #requestOf(
    exchange: TrafficExchange,
    operation: Operation,
    path: Readonly<Record<string, string>>,
    url: URL,
  ): ModelRequest {
    const mediaType = exchange.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
    return {
      operation: operation.id,
      path,
      query: Object.fromEntries(url.searchParams),
      ...(mediaType !== undefined && mediaType !== '' && { mediaType }),
      body: operation.body === undefined ? { kind: 'none' } : requestBody(exchange.body, mediaType),
      caller: this.#callerOf(exchange, operation),
      now: exchange.start,
    };
  }

  #callerOf({ headers }: TrafficExchange, operation: Operation): Caller {
    const scheme = this.contract.security[operation.security ?? ''];
    if (scheme === undefined) return { kind: 'none' };
    const value = headers[scheme.header.toLowerCase()];
    if (value === undefined) return { kind: 'none' };
    const token = credentialsIn(value);
    // A recording without its secrets: whose session it is, nobody knows.
    if (isMask(token)) return this.#unknownCaller(scheme.kind, operation);
    if (token.length > 5) this.#secrets.add(token);
    return scheme.kind === 'session'
      ? { kind: 'token', token }
      : { kind: 'signed', role: operation.roles?.[0] ?? '' };
  }

  #unknownCaller(kind: string, { roles }: Operation): Caller {
    return kind === 'session'
      ? { kind: 'token', token: `unknown ${this.#count}` }
      : { kind: 'signed', role: roles?.[0] ?? '' };
  }

  /** Supposes of what was not seen that it is as the response says. */
  #suppose(
    operation: Operation,
    { path, caller, body: sent, now }: ModelRequest,
    place: Place | undefined,
    status: number,
    body: JsonValue | undefined,
  ): void {
    for (const [name, known] of Object.entries(this.#parents)) {
      const given = path[name];
      if (given !== undefined && !known.includes(given)) known.push(given);
    }
    if (caller.kind === 'token' && !this.#state.sessions.has(caller.token)) {
      const session = { user: '', role: operation.roles?.[0] ?? '', lastUsed: now, closed: false };
      const sessions = new Map(this.#state.sessions).set(caller.token, session);
      this.#state = { ...this.#state, sessions };
    }
    if (operation.session !== undefined && sent.kind === 'json' && isObject(sent.value)) {
      const name = sent.value[operation.session.username];
      const password = sent.value[operation.session.password];
      const role = this.contract.roles[0]?.name ?? '';
      if (status < 300 && typeof name === 'string' && typeof password === 'string')
        this.#users[name] = { password, role };
    }
    const { action } = operation;
    if (place === undefined || this.#known.has(nameOf(place))) return;
    const shown = action.does === 'read' ? valueAt(body, action.at) : {};
    const isThere =
      status < 300 && action.does !== 'create' && action.does !== 'save' && isObject(shown);
    this.#save(place, isThere ? shownProperties(place.resource, shown) : undefined);
  }

  #save(
    { resource, parent, key }: Place,
    saved: Readonly<Record<string, JsonValue>> | undefined,
  ): void {
    this.#state = withSaved(this.#state, { resource: resource.name, parent, key }, saved);
  }

  /** What may be refused for a reason that no traffic shows. */
  #possibleRefusals(
    operation: Operation,
    { caller, body }: ModelRequest,
    isKnown: boolean,
  ): readonly AllowedResponse[] {
    const isClosed =
      caller.kind === 'token' && this.#state.sessions.get(caller.token)?.closed === true;
    const kinds: readonly RuleKind[] = [
      'permission',
      'unreachable',
      'prefix',
      'credentials',
      ...(caller.kind === 'none' || isClosed ? [] : (['security'] as const)),
      ...(isKnown ? [] : (['existence', 'taken'] as const)),
      ...(body.kind === 'none' && operation.body !== undefined ? (['mediaType'] as const) : []),
    ];
    return kinds.flatMap((kind) =>
      this.contract.clauses
        .filter((clause) => clause.operation === operation.id && clause.kind === kind)
        .flatMap(({ element }) => this.#model.refusal(this.#state, operation.id, kind, element)),
    );
  }

  /** Of a list only what was written or deleted in this traffic is compared; all else is supposed to be as it is listed. */
  #supposeListed(operation: Operation, body: JsonValue | undefined): void {
    const { action } = operation;
    if (action.does !== 'list') return;
    const resource = this.#resource(action.resource);
    const { name, key } = resource;
    const listed = valueAt(body, action.at);
    if (!Array.isArray(listed) || key === undefined) return;
    const isKnown = (one: string): boolean =>
      this.#known.has(nameOf({ resource, parent: '', key: one }));
    for (const one of childrenOf(this.#state, name, '').keys())
      if (!isKnown(one)) this.#save({ resource, parent: '', key: one }, undefined);
    for (const element of listed as readonly JsonValue[]) {
      const one = isObject(element) ? element[key] : undefined;
      if (typeof one === 'string' && isObject(element) && !isKnown(one))
        this.#save({ resource, parent: '', key: one }, shownProperties(resource, element));
    }
  }

  #placeOf({ action }: Operation, { path, body }: ModelRequest): Place | undefined {
    if (!('resource' in action) || action.does === 'list') return undefined;
    const resource = this.#resource(action.resource);
    const parent = resource.parent === undefined ? '' : (path[resource.parent] ?? '');
    if (resource.key === undefined) return { resource, parent, key: '' };
    const sent =
      body.kind === 'json' && isObject(body.value) ? body.value[resource.key] : undefined;
    const key = path[resource.key] ?? sent;
    return typeof key === 'string' ? { resource, parent, key } : undefined;
  }

  #resource(name: string): Resource {
    const found = this.contract.resources.find((resource) => resource.name === name);
    if (found === undefined) throw new Error(`there is no resource '${name}'`);
    return found;
  }

  /** Nobody knows what a request left behind. */
  #forget({ action }: Operation, path: Readonly<Record<string, string>>): void {
    if (!('resource' in action)) return;
    const { name, parent } = this.#resource(action.resource);
    const start = `${name}/${parent === undefined ? '' : (path[parent] ?? '')}/`;
    for (const known of this.#known) if (known.startsWith(start)) this.#known.delete(known);
  }

  #redacted(mismatch: Mismatch): Mismatch {
    const clean = (value: JsonValue | undefined): JsonValue | undefined =>
      value === undefined
        ? undefined
        : (this.#redactor.value(value, [...this.#secrets]) as JsonValue);
    return {
      ...mismatch,
      message: clean(mismatch.message) as string,
      expected: clean(mismatch.expected),
      actual: clean(mismatch.actual),
    };
  }
}

function nameOf({ resource, parent, key }: Place): string {
  return `${resource.name}/${parent}/${key}`;
}
