import type { Broken, ModelRequest } from '@oidc-admin/model';

/** A request as it arrived, before anything was made of it. */
export interface Received {
  readonly method: string;
  /** Path and query exactly as sent, percent-encoding included; always begins with `/`. */
  readonly target: string;
  /** Lower-case names; several values of one name are joined with a comma and a space. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** What stood before the target, and is no part of the API; who signs, signs it too. */
  readonly prefix?: string;
  /** Whether it came by https. */
  readonly secure?: true;
}

/** What happens on the wire beside a regular response. Only faults ask for it. */
export type WireEffect =
  /** Waits before the response, in milliseconds. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** Ends the connection: before anything was sent, or after half of the body. */
  | { readonly kind: 'drop'; readonly after: 'nothing' | 'halfBody' }
  /** Never answers; the connection stays open. */
  | { readonly kind: 'silence' }
  /** Sends exactly these bytes as the whole response, then closes. */
  | { readonly kind: 'raw'; readonly bytes: Uint8Array };

/** A response, ready to be sent. */
export interface MockReply {
  readonly status: number;
  /** In the order in which they are sent, without Content-Length, Date and Connection. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  readonly wire?: readonly WireEffect[];
}

/** Where a request violates the document, in Prism's words. */
export interface Violation {
  readonly location: readonly string[];
  readonly code: string;
}

/** What answers requests: the engine, with or without the control interface before it. */
export interface Responder {
  handle(received: Received): MockReply | Promise<MockReply>;
  /** Answers what never became a request. */
  refuse(received: Received, status: number, message: string): MockReply;
}

/** What the mock made of a request: for its log and for tests. */
export interface MockExchange {
  readonly received: Received;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly operation?: string;
  /** The request as the model saw it: without a body where the caller was not let in, or where the log cut it. */
  readonly request?: ModelRequest;
  readonly broken: readonly Broken[];
  /** The clause that refused it. */
  readonly clause?: string;
  readonly reply: MockReply;
  /** Whole lengths, in bytes, of bodies of which the log keeps only the beginning. */
  readonly cut?: { readonly received?: number; readonly reply?: number };
  /** Where the request violates the document, in Prism's words; found when it is asked for. */
  readonly violations: readonly Violation[];
}

type Known = Omit<MockExchange, 'violations'>;

/** What is known of an exchange; what there is not is undefined. */
type Parts = { readonly [Name in keyof Known]: Known[Name] | undefined } & Pick<
  Known,
  'received' | 'at' | 'broken' | 'reply'
>;

/**
 * An own property like the others, so that copies, JSON and comparisons have it. One getter for all: an object with a getter that
 * nobody shares has a hidden class of its own as well, which lives long and keeps from being freed what its request was made of.
 */
const foundWhenAsked: PropertyDescriptor & ThisType<RecordedExchange> = {
  enumerable: true,
  get() {
    return this.find();
  },
};

/** An exchange whose violations are found when they are asked for. */
export class RecordedExchange implements MockExchange {
  readonly received: Received;
  readonly at: number;
  declare readonly operation?: string;
  declare readonly request?: ModelRequest;
  readonly broken: readonly Broken[];
  declare readonly clause?: string;
  readonly reply: MockReply;
  declare readonly cut?: NonNullable<MockExchange['cut']>;
  declare readonly violations: readonly Violation[];
  readonly #find: (exchange: Known) => readonly Violation[];

  constructor(parts: Parts, find: (exchange: Known) => readonly Violation[]) {
    this.received = parts.received;
    this.at = parts.at;
    if (parts.operation !== undefined) this.operation = parts.operation;
    if (parts.request !== undefined) this.request = parts.request;
    this.broken = parts.broken;
    if (parts.clause !== undefined) this.clause = parts.clause;
    this.reply = parts.reply;
    if (parts.cut !== undefined) this.cut = parts.cut;
    this.#find = find;
    Object.defineProperty(this, 'violations', foundWhenAsked);
  }

  find(): readonly Violation[] {
    return this.#find(this);
  }

  /** The same with other parts; with other violations where they are given. */
  with(parts: Partial<Parts>, violations?: readonly Violation[]): RecordedExchange {
    const { received, at, operation, request, broken, clause, reply, cut } = this;
    const own: Parts = { received, at, operation, request, broken, clause, reply, cut };
    return new RecordedExchange(
      { ...own, ...parts },
      violations === undefined ? this.#find : () => violations,
    );
  }
}

export const noBytes: Uint8Array = new Uint8Array(0);
