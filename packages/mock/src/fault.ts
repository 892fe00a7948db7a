import type { Binding, ClauseKind, Contract, JsonValue, Operation } from '@oidc-admin/contract';
import type {
  Broken,
  Caller,
  Model,
  ModelRequest,
  ModelState,
  Deployment,
} from '@oidc-admin/model';
import type { Received, MockReply } from './exchange.ts';
import type { FaultOptions } from './faultOptions.ts';

/** What a mock is about to answer, and the state that follows. */
export interface Decision {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Undefined where the response has no body. */
  readonly body: JsonValue | undefined;
  readonly next: ModelState;
  readonly broken: readonly Broken[];
  /** The clause that refused the request. */
  readonly clause?: string;
}

/** What a fault may look at. */
export interface FaultContext {
  readonly contract: Contract;
  readonly operation: Operation;
  /** The right model, whatever faults are on. */
  readonly model: Model;
  readonly deployment: Deployment;
  readonly request: ModelRequest;
  readonly received: Received;
  /** The state before this request, and the one before the last change. */
  readonly state: ModelState;
  readonly previous: ModelState;
  /** Refuses the request in the API's own words. */
  readonly refuse: (status: number, message: string) => Decision;
  /** Answers as if all were right, without doing anything. */
  readonly pretend: () => Decision;
  /** A place for the fault's own memory, kept until the fault is switched off or the mock is reset. */
  readonly memory: Map<string, unknown>;
}

/** What a fault may look at before it is known who sent a request. */
export interface CallerContext extends Omit<FaultContext, 'request'> {
  /** Who sent the request, to a server that does not notice this wrong way to sign. */
  readonly callerWithout: (way: string) => Caller | Promise<Caller>;
}

/**
 * What a fault changes: each hook one step of the way from a request to its response. A hook that is left out changes
 * nothing.
 */
export interface FaultHooks {
  /** Another reading of the document. */
  readonly contract?: (contract: Contract) => Contract;
  /** The request that the server thinks it got; before routing. */
  readonly receive?: (received: Received, contract: Contract) => Received;
  /** Who the server thinks sent the request. */
  readonly caller?: (caller: Caller, context: CallerContext) => Caller | Promise<Caller>;
  readonly request?: (request: ModelRequest, context: FaultContext) => ModelRequest;
  /** The state that the server looks at. */
  readonly view?: (state: ModelState, context: FaultContext) => ModelState;
  /** The response and the state that follows. */
  readonly decide?: (decision: Decision, context: FaultContext) => Decision;
  /** The bytes, and what happens on the wire. Also called where no operation was found. */
  readonly reply?: (
    reply: MockReply,
    received: Received,
    operation: Operation | undefined,
  ) => MockReply;
  /** Milliseconds between looking at the state and changing it. */
  readonly window?: number;
}

/** One wrong behaviour that can be switched on. */
export interface Fault extends FaultHooks {
  readonly name: string;
  /** One sentence: what the server does wrong. */
  readonly description: string;
  /** Ids of the clauses that it breaks, or kinds of clauses; empty where a server may behave so and only clients suffer. */
  readonly breaks: readonly string[];
  /** The only operation that it concerns. */
  readonly operation?: string;
}

/** Derives the faults of an API from its contract. */
export type FaultList = (contract: Contract) => readonly Fault[];

/** What documentation and `--list-faults` show of a fault. */
export interface FaultInfo {
  readonly name: string;
  readonly api: string;
  /** The kind of the first clause that it breaks; `availability` where it breaks none. */
  readonly kind: ClauseKind | 'availability';
  readonly description: string;
  readonly breaks: readonly string[];
  /** SHOULD where all that it breaks is a SHOULD: then a warning is all that a check can give. */
  readonly binding: Binding;
  readonly operation?: string;
  /** How it was switched on; left out while it is off. */
  readonly on?: FaultOptions;
}
