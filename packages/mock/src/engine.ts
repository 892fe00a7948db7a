import { sharedContract, type Contract, type Operation } from '@oidc-admin/contract';
import {
  createModel,
  createRouter,
  type Caller,
  type Model,
  type ModelRequest,
  type ModelState,
  type Router,
} from '@oidc-admin/model';
import { chooseResponse } from './chooseResponse.ts';
import { decide, refused, type DecisionInput } from './decide.ts';
import type { MockDefinition, Prepared } from './definition.ts';
import { RecordedExchange, type MockReply, type Received, type Violation } from './exchange.ts';
import type { Decision, FaultList } from './fault.ts';
import { FaultSwitch } from './faultSwitch.ts';
import { FaultyCall } from './faultyCall.ts';
import { MadeKeys } from './madeKeys.ts';
import { isUnusual } from './prism/preferOf.ts';
import type { PrismResponse, PrismCall, PrismPath } from './prism/prismPath.ts';
import {
  modelRequestOf,
  routeRequest,
  violationFinder,
  withParsedBody,
  type Routed,
} from './readRequest.ts';
import { ErrorWriter } from './refuse.ts';
import { replyOf } from './replyOf.ts';
import { sessionCaller } from './sessionCaller.ts';
import { IssuedTokens } from './signIn/issuedTokens.ts';
import { isStandard, standardCaller } from './signIn/standardSignIn.ts';
import { Store } from './store.ts';
import { withCors } from './withCors.ts';

type Found = Extract<Routed, { kind: 'operation' }>;

/** What the engine needs beside the API's definition. */
interface MockEngineOptions {
  readonly now: () => number;
  readonly path: 'fast' | 'prism';
  readonly newToken: () => string;
  /** How long tokens hold that the mock gives out by `oauth2`; what the document says where it is left out. */
  readonly tokenSeconds?: number | undefined;
  readonly initial: (empty: ModelState, contract: Contract) => ModelState;
  readonly faults: FaultList;
  readonly health: string | undefined;
  readonly onChange: (before: ModelState, after: ModelState) => void;
  readonly onExchange: (exchange: RecordedExchange) => void;
  readonly onError: (error: unknown) => void;
  /** Waits until the current state is safe; undefined where nothing has to be waited for. */
  readonly saved: () => Promise<void> | undefined;
}

function isHealth({ method, target }: Received, path: string | undefined): boolean {
  return target === path && (method === 'GET' || method === 'HEAD');
}

/** Turns requests into answers. Knows no HTTP server and no vendor; one request changes the state at one moment. */
export class MockEngine {
  readonly contract: Contract;
  readonly model: Model;
  readonly errors: ErrorWriter;
  readonly store: Store;
  readonly faults: FaultSwitch;
  readonly definition: MockDefinition;
  readonly #router: Router;
  readonly #options: MockEngineOptions;
  readonly #tokens: IssuedTokens;
  readonly #madeKeys = new MadeKeys();
  /** One for all exchanges: each is kept for long, and so would be a function of its own. */
  readonly #violations = violationFinder(this);
  readonly #models = new Map<string, { contract: Contract; model: Model }>();
  #prism: Promise<PrismPath> | undefined;

  constructor(definition: MockDefinition, options: MockEngineOptions) {
    this.definition = definition;
    this.#options = options;
    this.contract = sharedContract(definition.document);
    this.model = createModel(this.contract, definition.deployment);
    this.#router = createRouter(this.contract);
    const { newToken, tokenSeconds } = options;
    this.#tokens = new IssuedTokens(this.contract, definition.credentials ?? [], {
      newToken,
      ...(tokenSeconds === undefined ? {} : { lifeSeconds: tokenSeconds }),
    });
    this.errors = new ErrorWriter(this.contract, definition.errorBody);
    this.store = new Store(options.initial(this.model.initial, this.contract), options.onChange);
    this.faults = new FaultSwitch(this.contract, () => options.faults(this.contract));
  }

  /** Answers a request. Never throws: an unexpected error is answered with 500. */
  handle(received: Received): MockReply | Promise<MockReply> {
    try {
      const reply = this.#handle(received);
      return reply instanceof Promise
        ? reply.catch((error: unknown) => this.#failed(received, error))
        : reply;
    } catch (error) {
      return this.#failed(received, error);
    }
  }

  /** Answers what never reached an operation: too large, too slow, unreadable. */
  refuse(received: Received, status: number, message: string): MockReply {
    const { headers, body } = this.errors.error(status, { message });
    return this.#finish(received, replyOf(status, headers, body), undefined, undefined, {
      broken: [],
    });
  }

  /** Hands a response out when the state that it speaks of is safe. Rejects where it cannot be kept. */
  whenSaved(reply: () => MockReply): MockReply | Promise<MockReply> {
    const saved = this.#options.saved();
    return saved === undefined ? reply() : saved.then(reply);
  }

  #failed(received: Received, error: unknown): MockReply {
    this.#options.onError(error);
    return this.refuse(received, 500, 'The server failed.');
  }

  #handle(given: Received): MockReply | Promise<MockReply> {
    const token = this.#tokens.answer(given, this.#options.now());
    if (token !== undefined)
      return this.#finish(given, token, undefined, undefined, { broken: [] });
    let received = given;
    for (const active of this.faults.active)
      if (active.fault.receive !== undefined && active.spoils(given))
        received = active.changed(given, received, active.fault.receive(received, this.contract));
    const routed = routeRequest(this.#router, received);
    if (routed.kind !== 'operation') return this.#outside(given, routed);
    const call =
      this.faults.active.length === 0 ? undefined : this.#faulty(routed.operation, given, received);
    const now = this.#options.now();
    const found = this.#callerOf(routed, received, now);
    const caller = call === undefined ? found : call.caller(found, now);
    const respond = (known: Caller): MockReply | Promise<MockReply> => {
      const request = modelRequestOf(routed, received, known, now);
      // A fault may look at what a right server would not.
      if (call === undefined && this.#options.path === 'fast' && this.#keepsOut(request))
        return this.#response(given, undefined, routed, request, undefined, undefined);
      const parsed = withParsedBody(request, routed.operation, received, this.definition);
      return this.#prepared(given, received, routed, parsed, call);
    };
    return caller instanceof Promise ? caller.then(respond) : respond(caller);
  }

  /** Whether a request is refused for its credentials, whatever its body is: then nobody reads that. */
  #keepsOut(request: ModelRequest): boolean {
    const { order } = this.contract;
    const first = order.length === 0 || order[0] === 'security';
    return first && !this.model.letsIn(this.store.current, request);
  }

  #prepared(
    given: Received,
    received: Received,
    routed: Found,
    request: ModelRequest,
    call: FaultyCall | undefined,
  ): MockReply | Promise<MockReply> {
    const prepared = this.definition.prepare?.(routed.operation, request);
    if (prepared !== undefined)
      return prepared.then((known) =>
        this.#response(given, received, routed, request, known, call),
      );
    return this.#response(given, received, routed, request, undefined, call);
  }

  #response(
    given: Received,
    /** Undefined for a caller who is kept out, whose wishes do not count. */
    received: Received | undefined,
    routed: Found,
    modelRequest: ModelRequest,
    prepared: Prepared | undefined,
    call: FaultyCall | undefined,
  ): MockReply | Promise<MockReply> {
    const named = this.model.whole(this.store.current, modelRequest);
    const request = call === undefined ? named : call.request(named);
    const reading = call?.reading((key, change) => this.#reading(key, change));
    const input: DecisionInput = {
      contract: reading?.contract ?? this.contract,
      model: reading?.model ?? this.model,
      definition: this.definition,
      errors: this.errors,
      operation: reading?.operation ?? routed.operation,
      request,
      prepared,
      newToken: this.#options.newToken,
      madeKeys: this.#madeKeys,
      prefix: given.prefix ?? '',
    };
    const decideNow = (): Decision => {
      if (call !== undefined) return call.decide(request, (state) => decide(input, state));
      const decision = decide(input, this.store.current);
      if (received !== undefined) return decision;
      // Nobody looked at the rest.
      return { ...decision, broken: decision.broken.filter(({ kind }) => kind === 'security') };
    };
    const commit = (decision: Decision): Decision => {
      this.store.commit(decision.next);
      return decision;
    };
    const send = (
      decision: Decision,
      found?: readonly Violation[],
    ): MockReply | Promise<MockReply> => {
      const reply = replyOf(decision.status, decision.headers, decision.body);
      return this.whenSaved(() =>
        this.#finish(given, reply, routed.operation, request, decision, found),
      );
    };
    if (received !== undefined && (this.#options.path === 'prism' || isUnusual(received)))
      return this.#viaPrism({ received, input, decide: decideNow, commit }).then((response) =>
        send(response.decision, response.violations),
      );
    const decision = decideNow();
    if (call === undefined || call.window === 0) return send(commit(decision));
    return call.later(decision).then((late) => send(commit(late)));
  }

  async #viaPrism(call: PrismCall): Promise<PrismResponse> {
    this.#prism ??= import('./prism/prismPath.ts').then(({ createPrismPath }) =>
      createPrismPath(this.definition.document),
    );
    return (await this.#prism).response(call);
  }

  #outside(given: Received, routed: Exclude<Routed, Found>): MockReply {
    if (routed.kind === 'none' && isHealth(given, this.#options.health))
      return replyOf(200, [['content-type', 'application/json']], { status: 'ok' });
    if (routed.kind === 'none') return this.refuse(given, 404, this.#unknownPath());
    if (routed.kind === 'badEncoding')
      return this.refuse(given, 400, 'The URL has a percent sign that begins no valid sequence.');
    const allow = ['allow', routed.allow.join(', ')] as const;
    if (routed.kind === 'options')
      return this.#finish(given, replyOf(204, [allow], undefined), undefined, undefined, {
        broken: [],
      });
    const { operation } = routed;
    const allowed = chooseResponse(this.model.refusal(this.store.current, operation.id, 'method'));
    const message = `This path knows the methods ${routed.allow.join(', ')} only.`;
    const broken = allowed.broken === undefined ? [] : [{ ...allowed.broken, message }];
    const [named] = broken;
    const known = named === undefined ? allowed : { ...allowed, broken: named };
    const decision = refused({ errors: this.errors, operation }, known, broken);
    const reply = replyOf(decision.status, [...decision.headers, allow], decision.body);
    return this.#finish(given, reply, operation, undefined, decision);
  }

  #unknownPath(): string {
    const { basePath } = this.contract;
    const hint = basePath === '' ? '' : ` Each path of this API begins with ${basePath}.`;
    return `There is nothing under this path.${hint}`;
  }

  #callerOf(
    { operation }: Pick<Found, 'operation'>,
    received: Received,
    now: number,
    overlooked: readonly string[] = [],
  ): Caller | Promise<Caller> {
    const scheme = this.contract.security[operation.security ?? ''];
    if (scheme === undefined) return { kind: 'none' };
    if (isStandard(scheme)) {
      const { credentials = [] } = this.definition;
      const known = { contract: this.contract, credentials, tokens: this.#tokens };
      return standardCaller(known, operation, received, now, overlooked);
    }
    if (scheme.kind === 'session') return sessionCaller(scheme, received);
    const { verify, verifyWithout } = this.definition;
    if (overlooked.length > 0) {
      if (verifyWithout === undefined)
        throw new Error(`the mock has no 'verifyWithout', which the fault needs`);
      return verifyWithout(overlooked, received, now);
    }
    if (verify === undefined)
      throw new Error(
        `the mock of ${this.contract.api} has no 'verify', which '${scheme.name}' needs`,
      );
    return verify(received, now);
  }

  #faulty(operation: Operation, given: Received, received: Received): FaultyCall | undefined {
    const active = this.faults.for(operation.id, given);
    return active.length === 0
      ? undefined
      : new FaultyCall(active, {
          contract: this.contract,
          model: this.model,
          store: this.store,
          definition: this.definition,
          errors: this.errors,
          operation,
          given,
          received,
          callerWithout: (ways, now) => this.#callerOf({ operation }, received, now, ways),
        });
  }

  /** The contract and model of a server that reads the document wrongly; made once for each set of faults. */
  #reading(
    key: string,
    change: (contract: Contract) => Contract,
  ): { contract: Contract; model: Model } {
    const known = this.#models.get(key);
    if (known !== undefined) return known;
    const contract = change(this.contract);
    const made = { contract, model: createModel(contract, this.definition.deployment) };
    this.#models.set(key, made);
    return made;
  }

  #finish(
    received: Received,
    right: MockReply,
    operation: Operation | undefined,
    request: ModelRequest | undefined,
    decision: Pick<Decision, 'broken' | 'clause'>,
    found?: readonly Violation[],
  ): MockReply {
    let reply = withCors(right, received);
    for (const active of this.faults.for(operation?.id, received))
      reply = active.changed(
        received,
        reply,
        active.withOptions(active.fault.reply?.(reply, received, operation) ?? reply),
      );
    for (const active of this.faults.active) active.settle(received);
    const parts = {
      received,
      at: this.#options.now(),
      broken: decision.broken,
      reply,
      clause: decision.clause,
      operation: operation?.id,
      request,
    };
    this.#options.onExchange(
      new RecordedExchange(parts, found === undefined ? this.#violations : () => found),
    );
    return reply;
  }
}
