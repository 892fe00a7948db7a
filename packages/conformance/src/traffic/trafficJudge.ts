import { createRedactor, mask, type Redactor, type TestAccess } from '@oidc-admin/client';
import { type Contract, type JsonValue, type Operation, schemesOf } from '@oidc-admin/contract';
import {
  createModel,
  createRouter,
  documentedNames,
  headersGiven,
  type Caller,
  type Mismatch,
  type Model,
  type ModelRequest,
  type Router,
  type StateData,
} from '@oidc-admin/model';
import { carriedProof } from '../checks/carriedProof.ts';
import { shownValue } from '../reports/shownValue.ts';
import { credentialsIn, isMask, leaks, typeWord, withoutUrlSecrets } from './leaks.ts';
import { possibleRefusals } from './possibleRefusals.ts';
import { recordedResources } from './recordedResources.ts';
import { jsonIn, requestBody } from './requestBody.ts';
import { touchedBy } from './touchedBy.ts';
import { TrafficBlame, type BlamedMismatch } from './trafficBlame.ts';
import type { TrafficExchange } from './trafficExchange.ts';
import { isMergeShown, TrafficMemory } from './trafficMemory.ts';
import { secretsInHeader, secretsOf } from './trafficSecrets.ts';
import { wholeTrafficPath } from './wholeTrafficPath.ts';
import { whyUnjudged, type Unjudged } from './whyUnjudged.ts';

/** One way in which one exchange differs from everything that is allowed. Redacted. */
export interface TrafficFinding extends Mismatch {
  /** Which exchange of the traffic it is, counted from 0. */
  readonly exchange: number;
  readonly operation: string;
  readonly method: string;
  readonly url: string;
  readonly status: number;
  /** The clause of which this is but a consequence. */
  readonly because?: string;
}

type KeptFinding = TrafficFinding & Pick<BlamedMismatch, 'trace'>;

/** So many findings of one clause are kept, and so many consequences, as a judge may run for weeks; of a value so many characters of its JSON. */
const mostFindings = 10;
const longestValue = 10_000;

/**
 * Holds the traffic of others against a contract, exchange by exchange, and remembers what was written. What was not seen is
 * unknown and accuses nobody: who sends a request, what stood there before, which parents exist.
 */
export class TrafficJudge {
  readonly contract: Contract;
  /** How often each clause was broken, and not only because another one was. */
  readonly broken = new Map<string, number>();
  /** Clauses that some exchange has shown to hold or to be broken. */
  readonly touched = new Set<string>();
  readonly unjudged: Record<Unjudged, number> = {
    otherPath: 0,
    noResponse: 0,
    unread: 0,
    overload: 0,
    cached: 0,
    redirected: 0,
    masked: 0,
  };
  /** How many exchanges were judged. */
  judged = 0;
  readonly #kept: KeptFinding[] = [];
  /** Clauses of what no specification describes, so that nobody knows whether it is a secret. */
  readonly #undescribed: ReadonlySet<string>;
  #count = 0;
  readonly #memory: TrafficMemory;
  readonly #blame: TrafficBlame;
  readonly #model: Model;
  readonly #route: Router;
  readonly #redactor: Redactor;
  readonly #anyPropertyCase: boolean;
  readonly #lacksProofs: boolean;

  /** `lacksProofs`: the traffic was recorded without what its requests sign in with. */
  constructor(
    contract: Contract,
    settings: Readonly<Record<string, string>> = {},
    {
      anyPropertyCase = false,
      lacksProofs = false,
    }: Pick<TestAccess, 'anyPropertyCase'> & { readonly lacksProofs?: boolean } = {},
  ) {
    this.contract = contract;
    this.#anyPropertyCase = anyPropertyCase;
    this.#lacksProofs = lacksProofs;
    this.#memory = new TrafficMemory(contract);
    this.#blame = new TrafficBlame(contract);
    const { parents, users } = this.#memory;
    this.#model = createModel(contract, {
      parents,
      users,
      settings,
      reachable: () => true,
      sessionTimeoutSeconds: Number.POSITIVE_INFINITY,
    });
    this.#route = createRouter(contract);
    const undescribed = contract.clauses.filter(
      ({ kind }) => kind === 'undocumentedProperty' || kind === 'noBody',
    );
    this.#undescribed = new Set(undescribed.map(({ id }) => id));
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
    const { operation } = route;
    const memory = this.#memory;
    const { response } = exchange;
    const path = wholeTrafficPath(this.#model, memory.state, operation, route.path, response);
    const why = whyUnjudged(exchange, operation);
    if (response === undefined || why !== undefined) {
      if (operation.changes) memory.forget(operation, path);
      return this.#leave(why ?? 'noResponse');
    }
    const { status } = response;
    // Whether a value was right that was masked before it was recorded, nobody knows.
    if (status >= 400 && this.#isMasked(exchange.body)) return this.#leave('masked');
    if (overlaps) memory.forget(operation, path);
    this.judged += 1;
    const request = this.#requestOf(exchange, operation, path, url);
    const [sent, body] = [jsonIn(exchange.body ?? ''), jsonIn(response.body)];
    const observed = { ...response, body, bodyText: response.body };
    const place = memory.placeOf(operation, request);
    const isKnown = place === undefined || memory.isKnown(place);
    const size = response.body.length + (exchange.body ?? '').length;
    memory.suppose(operation, request, { status, body, size, overlaps });
    const allowed = [
      ...this.#model.step(memory.state, request),
      ...possibleRefusals(
        this.#model,
        memory.state,
        request,
        isKnown && memory.hasGoodParents(operation, path),
      ),
    ];
    const { matched, mismatches } = this.#model.judge(allowed, observed);
    const { does } = operation.action;
    const there = place ?? (status < 300 ? memory.madePlace(operation, request, body) : undefined);
    const isPartKnown = does === 'merge' && !isKnown && !isMergeShown(operation, body);
    if (overlaps || isPartKnown || (matched === undefined && operation.changes))
      memory.forget(operation, path);
    else if (matched !== undefined) {
      memory.state = matched.next(observed);
      if (there !== undefined && (status < 300 || status === 404)) memory.know(there);
      if (status < 300) memory.knowParents(operation, path);
    }
    const about = { operation, status, text: response.body, isKnown };
    for (const clause of touchedBy(this.contract, about, matched, mismatches))
      this.touched.add(clause);
    memory.secrets.add(secretsOf(this.contract, this.#redactor, operation, exchange));
    const found = [
      ...mismatches,
      ...leaks(this.contract, operation, exchange, {
        candidates: (text) => memory.secrets.sentIn(text),
        isIn: (text, secrets) => this.#redactor.text(text, secrets) !== text,
      }),
    ];
    const blamed = this.#blame.blame(found, {
      operation,
      status,
      sent,
      body,
      place: there,
      nameOf: (key) => memory.nameIn(operation, request, key),
    });
    const findings = blamed.map((mismatch) => ({
      ...this.#redacted(this.#described(mismatch)),
      exchange: index,
      operation: operation.id,
      method: exchange.method,
      url: this.#redactor.url(exchange.url, operation.id),
      status,
    }));
    this.#keep(findings);
    memory.forgetOldest();
    return findings.map((finding) => this.#explained(finding));
  }

  /** The first few of each clause, without any secret that is known by now: an earlier exchange may have shown one. */
  get findings(): readonly TrafficFinding[] {
    return this.#kept
      .map((kept) => this.#explained(kept))
      .map((finding) => ({
        ...finding,
        ...this.#redacted(finding),
        url: this.#redactor.text(finding.url, this.#memory.secrets.all),
      }));
  }

  /** What the server has saved, as far as the traffic showed it: a seed of a mock, without secrets. */
  get recorded(): StateData['resources'] {
    const { state, secrets } = this.#memory;
    return recordedResources(this.contract, state, secrets.all);
  }

  /** Takes nothing for known any more of what was written. */
  forget(): void {
    this.#memory.forgetSaved();
  }

  /** With what explains it, as far as is known by now. */
  #explained(kept: KeptFinding): TrafficFinding {
    const { trace: _trace, ...finding } = kept;
    const because = this.#blame.becauseOf(kept);
    return { ...finding, ...(because !== undefined && { because }) };
  }

  #keep(findings: readonly KeptFinding[]): void {
    for (const finding of findings) {
      const { clause } = finding;
      const isOwn = this.#isOwn(finding);
      if (isOwn) this.broken.set(clause, (this.broken.get(clause) ?? 0) + 1);
      const alike = this.#kept.filter((one) => one.clause === clause && this.#isOwn(one) === isOwn);
      if (alike.length < mostFindings) this.#kept.push(finding);
    }
  }

  /** Whether it is the consequence of no other one, as far as is known by now. */
  #isOwn(finding: KeptFinding): boolean {
    return this.#blame.becauseOf(finding) === undefined;
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
      headers: headersGiven(operation, exchange.headers),
      ...(mediaType !== undefined && mediaType !== '' && { mediaType }),
      body: this.#bodyOf(exchange, operation, mediaType),
      caller: this.#callerOf(exchange, operation),
      now: exchange.start,
    };
  }

  #bodyOf(
    { body }: TrafficExchange,
    operation: Operation,
    mediaType: string | undefined,
  ): ModelRequest['body'] {
    if (operation.body === undefined) return { kind: 'none' };
    const given = requestBody(body, mediaType);
    return this.#anyPropertyCase ? documentedNames(given, operation.body) : given;
  }

  #callerOf({ url, headers }: TrafficExchange, operation: Operation): Caller {
    const found = schemesOf(operation).flatMap((name) => {
      const scheme = this.contract.security[name];
      const value = scheme && carriedProof({ url, headers }, scheme);
      return scheme === undefined || value === undefined ? [] : [{ scheme, value }];
    });
    const [first] = found;
    if (first === undefined) {
      const [scheme] = schemesOf(operation).flatMap((name) => this.contract.security[name] ?? []);
      return this.#lacksProofs && scheme !== undefined
        ? this.#unknownCaller(scheme.kind, operation)
        : { kind: 'none' };
    }
    const { scheme, value } = first;
    const token = credentialsIn(value);
    // A recording without its secrets: whose session it is, nobody knows.
    if (isMask(token)) return this.#unknownCaller(scheme.kind, operation);
    this.#memory.secrets.add({ sent: secretsInHeader(value), hidden: [], plain: [] });
    return scheme.kind === 'session'
      ? { kind: 'token', token }
      : { kind: 'signed', role: operation.roles?.[0] ?? '' };
  }

  #unknownCaller(kind: string, { roles }: Operation): Caller {
    return kind === 'session'
      ? { kind: 'token', token: `unknown ${this.#count}` }
      : { kind: 'signed', role: roles?.[0] ?? '' };
  }

  #described(mismatch: Mismatch): Mismatch {
    const { clause, actual } = mismatch;
    return this.#undescribed.has(clause) ? { ...mismatch, actual: typeWord(actual) } : mismatch;
  }

  #redacted(mismatch: Mismatch): Mismatch {
    const secrets = this.#memory.secrets.all;
    const clean = (value: JsonValue | undefined): JsonValue | undefined => {
      if (value === undefined) return undefined;
      const text = withoutUrlSecrets(JSON.stringify(this.#redactor.value(value, secrets)), mask);
      const cleaned = JSON.parse(text) as JsonValue;
      return text.length > longestValue ? shownValue(cleaned) : cleaned;
    };
    return {
      ...mismatch,
      message: clean(mismatch.message) as string,
      expected: clean(mismatch.expected),
      actual: clean(mismatch.actual),
      // A server chooses the names of its properties too.
      ...(mismatch.at !== undefined && { at: clean(mismatch.at) as string }),
    };
  }
}
