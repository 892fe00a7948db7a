import { setTimeout as wait } from 'node:timers/promises';
import type { Contract, Operation } from '@oidc-admin/contract';
import type { Caller, Model, ModelRequest, ModelState } from '@oidc-admin/model';
import type { ActiveFault } from './activeFault.ts';
import type { MockDefinition } from './definition.ts';
import type { Received } from './exchange.ts';
import type { CallerContext, Decision, FaultContext } from './fault.ts';
import type { ErrorWriter } from './refuse.ts';
import { schemaExample } from './schemaExample.ts';
import type { Store } from './store.ts';

interface Around {
  readonly contract: Contract;
  readonly model: Model;
  readonly store: Store;
  readonly definition: MockDefinition;
  readonly operation: Operation;
  /** As it arrived, before a fault read it in another way. */
  readonly given: Received;
  readonly received: Received;
  readonly errors: ErrorWriter;
  /** Who sent the request, to a server that overlooks some wrong ways to sign in. */
  readonly callerWithout: (ways: readonly string[], now: number) => Caller | Promise<Caller>;
}

/** One request under the faults that are on: applies their hooks in the order in which they were switched on. */
export class FaultyCall {
  readonly #active: readonly ActiveFault[];
  readonly #around: Around;
  readonly window: number;

  constructor(active: readonly ActiveFault[], around: Around) {
    this.#active = active;
    this.#around = around;
    const { action, changes } = around.operation;
    // Only what saves something can spoil what others save.
    this.window =
      changes && 'resource' in action
        ? Math.max(0, ...active.map(({ fault }) => fault.window ?? 0))
        : 0;
  }

  caller(found: Caller | Promise<Caller>, now: number): Caller | Promise<Caller> {
    const ways: string[] = [];
    let caller = found;
    for (const active of this.#active) {
      const hook = active.fault.caller;
      if (hook === undefined) continue;
      const context: CallerContext = {
        ...this.#context(active),
        callerWithout: (way) => this.#callerWithout(ways, way, now),
      };
      const changed = (known: Caller): Caller | Promise<Caller> =>
        active.changed<Caller | Promise<Caller>>(this.#around.given, known, hook(known, context));
      caller = caller instanceof Promise ? caller.then(changed) : changed(caller);
    }
    return caller;
  }

  /** Several faults of this kind overlook together what each of them overlooks. */
  #callerWithout(ways: string[], way: string, now: number): Caller | Promise<Caller> {
    ways.push(way);
    return this.#around.callerWithout(ways, now);
  }

  request(right: ModelRequest): ModelRequest {
    let request = right;
    for (const active of this.#active)
      request = active.changed(
        this.#around.given,
        request,
        active.fault.request?.(request, { ...this.#context(active), request }) ?? request,
      );
    return request;
  }

  /** The document as this server reads it, and the model of that; undefined where it reads it rightly. */
  reading(
    make: (
      key: string,
      change: (contract: Contract) => Contract,
    ) => { contract: Contract; model: Model },
  ): { contract: Contract; model: Model; operation: Operation | undefined } | undefined {
    const changes = this.#active.flatMap((active) => {
      const { name, contract: change } = active.fault;
      // Whether this request meets what is read wrongly, nobody knows.
      active.changed(this.#around.given, undefined, change);
      return change === undefined ? [] : [{ name, change }];
    });
    if (changes.length === 0) return undefined;
    const made = make(changes.map(({ name }) => name).join(' '), (contract) =>
      changes.reduce((changed, { change }) => change(changed), contract),
    );
    const id = this.#around.operation.id;
    return {
      ...made,
      operation: made.contract.operations.find((operation) => operation.id === id),
    };
  }

  decide(request: ModelRequest, decide: (state: ModelState) => Decision): Decision {
    const { store, operation } = this.#around;
    const current = store.current;
    let view = current;
    for (const active of this.#active)
      view = active.changed(
        this.#around.given,
        view,
        active.fault.view?.(view, { ...this.#context(active), request }) ?? view,
      );
    let decision = decide(view);
    if (view !== current && (!operation.changes || decision.broken.length > 0))
      decision = { ...decision, next: { ...current, sessions: decision.next.sessions } };
    for (const active of this.#active)
      decision = active.changed(
        this.#around.given,
        decision,
        active.fault.decide?.(decision, { ...this.#context(active), request }) ?? decision,
      );
    return decision;
  }

  /** The decision, taken now and carried out after the window: what others saved in between is lost. */
  async later(decision: Decision): Promise<Decision> {
    const { store, given } = this.#around;
    for (const active of this.#active) active.changed(given, undefined, active.fault.window);
    const observed = store.current;
    await wait(this.window);
    const { current } = store;
    if (decision.next.resources === observed.resources) return { ...decision, next: current };
    return { ...decision, next: { ...decision.next, sessions: current.sessions } };
  }

  #context({ memory }: ActiveFault): FaultContext & { readonly request: ModelRequest } {
    const { contract, model, store, definition, operation, received, errors } = this.#around;
    return {
      contract,
      model,
      deployment: definition.deployment,
      operation,
      received,
      memory,
      state: store.current,
      previous: store.previous,
      refuse: (status, message) => ({
        ...errors.error(status, { operation, message }),
        next: store.current,
        broken: [],
      }),
      pretend: () => pretended(operation, store),
      // Replaced by every caller that has a request already.
      request: noRequest,
    };
  }
}

const noRequest: ModelRequest = {
  operation: '',
  path: {},
  query: {},
  body: { kind: 'none' },
  caller: { kind: 'none' },
  now: 0,
};

/** The operation's first success, as the document shows it. */
function pretended(operation: Operation, store: Store): Decision {
  const response = operation.responses.find(({ status }) => status < 300);
  const schema = response?.mediaType === undefined ? undefined : response.schema;
  return {
    status: response?.status ?? 200,
    headers: schema === undefined ? [] : [['content-type', response?.mediaType ?? '']],
    body: schema && (Object.values(response?.examples ?? {})[0] ?? schemaExample(schema)),
    next: store.current,
    broken: [],
  };
}
