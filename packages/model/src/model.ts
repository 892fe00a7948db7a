import type {
  Binding,
  Contract,
  ElementNode,
  JsonSchema,
  JsonValue,
  RuleKind,
} from '@oidc-admin/contract';

/** A JSON object that was saved: what one create, replace, merge or save left behind. */
export type Saved = Readonly<Record<string, JsonValue>>;

/** A signed-in caller's session. Times are milliseconds since the epoch. */
export interface SavedSession {
  readonly user: string;
  readonly role: string;
  readonly lastUsed: number;
  readonly closed: boolean;
}

/**
 * Everything that a server remembers. Never changed in place: a step makes a new one.
 * `resources.get(resource)?.get(parent)?.get(key)`; parent is '' for a resource without one, key is '' for the one resource under each parent.
 */
export interface ModelState {
  readonly resources: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, Saved>>>;
  /** Sessions by token. */
  readonly sessions: ReadonlyMap<string, SavedSession>;
}

/** What is true of a server from the start, and cannot be read off the document. */
export interface Deployment {
  /** Names of the parents that exist, by path parameter: `{networkId: ['12345678']}`. */
  readonly parents: Readonly<Record<string, readonly string[]>>;
  /** Who may log on, by user name. Needed only where an operation opens sessions. */
  readonly users: Readonly<Record<string, { readonly password: string; readonly role: string }>>;
  /** What `x-prefix` templates stand for: `{region: 'us-east-1'}`. */
  readonly settings: Readonly<Record<string, string>>;
  readonly sessionTimeoutSeconds?: number;
  /**
   * How far the clocks of server and caller may differ, in milliseconds; 0 unless given.
   * A session so close to its time-out is taken for open and for expired: answers to both are allowed.
   */
  readonly clockToleranceMs?: number;
  /** Whether a URL can be reached (`x-reachable`); unless given: an https URL whose host does not end in `.invalid`. */
  readonly reachable?: (url: string) => boolean;
  /** The `ETag` that the server has for something saved, where it is known. */
  readonly tagOf?: (saved: Saved) => string | undefined;
}

/** What a request carries to prove who sends it, after everything that only one API knows was looked at. */
export type Caller =
  /** The header with the credentials is missing. */
  | { readonly kind: 'none' }
  /** A session token, known or not; the model decides. */
  | { readonly kind: 'token'; readonly token: string }
  /** A signature that was found right. */
  | { readonly kind: 'signed'; readonly role: string }
  /** Credentials that were found wrong in this way (a key of `x-credentials.wrong`). */
  | { readonly kind: 'wrong'; readonly way: string };

export type RequestBodyGiven =
  | { readonly kind: 'none' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'json'; readonly value: JsonValue };

/** One request, as the model sees it. */
export interface ModelRequest {
  readonly operation: string;
  /** Decoded path parameters. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** The URL under which it came, without its query. Left out where no response has to lead there. */
  readonly url?: string;
  /** The header parameters that the document has, by lower-case names; left out where nobody knows them. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Media type without parameters, lower case; none where there is no Content-Type. */
  readonly mediaType?: string;
  readonly body: RequestBodyGiven;
  readonly caller: Caller;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A rule that a request breaks, named as Prism names it where Prism has a word for it. */
export interface Broken {
  /** The clause it breaks. */
  readonly clause: string;
  readonly kind: string;
  /** Where: `['body', 'clientId']`, `['path', 'id']`, `['header', 'authorization']`. */
  readonly location: readonly string[];
  /** The name of the property or parameter, where there is one. */
  readonly property?: string;
  /** One sentence without the value, which might be a secret. */
  readonly message: string;
}

/** Why a property of something saved has the value that it has; names the rule that a wrong value breaks. */
export type ValueOrigin = 'kept' | 'normalised' | 'defaults' | 'merged';

/** The clause that a wrong value breaks. */
export interface Cited {
  readonly clause: string;
  readonly binding: Binding;
}

/** A property of a resource, as far as a response shows it. */
export interface ShownItem {
  readonly name: string;
  readonly serverMade: boolean;
  /** Whether a response shows only that there is a value. */
  readonly masked: boolean;
  /** Whether it is in no response. */
  readonly never: boolean;
  readonly types: readonly string[];
  /** The property beside which it has no meaning. */
  readonly idleBeside: string | undefined;
  /** The clause that a wrong value breaks, by where the value came from; `replaced` is for what was not sent. */
  readonly cited: Readonly<Record<ValueOrigin | 'replaced', Cited>>;
}

/** A place inside of something saved: in it, and in the body of a response. */
export interface InsidePlace {
  readonly node: ElementNode<ShownItem>;
  readonly saved: Saved;
  /** The JSON pointer in what was saved. */
  readonly at: string;
  /** The JSON pointer in the body. */
  readonly shownAt: string;
}

/** A value that a response must have at a pointer. */
export interface Pinned {
  /** JSON pointer into the body. */
  readonly at: string;
  readonly value: JsonValue;
  readonly clause: string;
  readonly binding: Binding;
  /** Where what is inside is looked at by itself; left out: the value is compared as a whole. */
  readonly inside?: InsidePlace;
}

/** A place in a response's body, and the clause that speaks of it. */
export interface ExpectedAt {
  /** JSON pointer into the body. */
  readonly at: string;
  readonly clause: string;
  readonly binding: Binding;
  /** Where nothing may stand: not even an empty text. */
  readonly never?: true;
  /** Where what the server makes may stand inside all the same. */
  readonly inside?: InsidePlace;
}

/** What the body of an allowed response looks like. */
export type BodyExpected =
  | { readonly kind: 'none' }
  /** Not described: anything. */
  | { readonly kind: 'any' }
  /** The documented error of this status. `without` is a pointer at which nothing may stand. */
  | {
      readonly kind: 'error';
      readonly field?: { readonly at: string; readonly value: string };
      readonly without?: string;
      /** The name that the error must have. */
      readonly name?: string;
    }
  | {
      readonly kind: 'json';
      readonly schema: JsonSchema;
      /** Values that are known. */
      readonly equals: readonly Pinned[];
      /** Pointers at which nothing may stand. */
      readonly absent: readonly ExpectedAt[];
      /** Values that are known, if anything is there at all. */
      readonly optional: readonly Pinned[];
      /** Pointers at which something must stand, whatever it is. */
      readonly present: readonly ExpectedAt[];
      /** Values that the server made, if an earlier response had them; a mock repeats them, no check compares them. */
      readonly made: readonly { readonly at: string; readonly value: JsonValue }[];
      /** A list compared as a set by key: every element known, no other. */
      readonly list?: {
        readonly at: string;
        readonly key: string;
        readonly elements: readonly Saved[];
        /** The schema of an element, which may show less than a read does. */
        readonly items?: JsonSchema;
        /** Those of which nobody knows whether they are asked for: what the server makes decides it. */
        readonly mayBe: readonly Saved[];
        /** Whether some may be missing: the request asked for a part, or there are pages. */
        readonly partial: boolean;
        /** Whether what exists may be no element: the request asked for the value of a property. */
        readonly isFiltered: boolean;
        /** Of a list that is shown in pages: what a mock shows, and the most elements that there may be. */
        readonly page?: Cited & {
          readonly elements: readonly Saved[];
          readonly most: number | undefined;
          /** Where a mock has the header `Link`: whereto, by relation. */
          readonly links?: Readonly<Record<string, string>>;
        };
        readonly clause: string;
        readonly binding: Binding;
        readonly resource: string;
      };
    };

/** One answer that is allowed, and the state that follows it. */
export interface AllowedResponse {
  readonly operation: string;
  readonly status: number | '4XX';
  /** The clause that allows it. */
  readonly clause: string;
  /** Tolerated only: a response like this gives a warning. */
  readonly warn: boolean;
  readonly body: BodyExpected;
  /** The rule that the request broke, where this response refuses it. */
  readonly broken?: Broken;
  /** It refuses a right request for want of a value that nobody knows: nothing is shown by it. */
  readonly conflict?: true;
  /** The state that follows, given the response that was seen (it may hold values that the server made, such as a token). */
  readonly next: (observed: {
    readonly status: number;
    readonly body: JsonValue | undefined;
    /** Lower-case names; what is left out was not there. */
    readonly headers?: Readonly<Record<string, string>>;
  }) => ModelState;
}

/** How a response differs from every allowed one. Pointers and clauses, with both values (not yet redacted). */
export interface Mismatch {
  readonly clause: string;
  readonly binding: Binding;
  readonly message: string;
  readonly expected: JsonValue | undefined;
  readonly actual: JsonValue | undefined;
  /** Where in the body it differs, a JSON pointer; none where it is not the body. */
  readonly at?: string;
  /** What the difference is by itself, where `clause` names what it means in this place: of a list, what a single read breaks. */
  readonly symptom?: string;
}

/** The response that a seen one is nearest to, and how both differ. */
export interface Verdict {
  /** None where no allowed response has the seen status. */
  readonly matched: AllowedResponse | undefined;
  /** Failures (MUST) and warnings (SHOULD). */
  readonly mismatches: readonly Mismatch[];
}

/** What was seen on the wire. */
export interface ObservedResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where there was none, or where it is no JSON. */
  readonly body: JsonValue | undefined;
  readonly bodyText: string;
}

/** An error as Ajv and Prism report it: where, and the keyword. A union reports the errors of every alternative. */
export interface SchemaError {
  /** `['body', 'clientId']`. */
  readonly location: readonly string[];
  readonly code: string;
}

/** Every schema of a contract's requests, each compiled once, when it is first needed. Throws on an unknown operation. */
export interface Validators {
  /** The rules that a parsed body breaks; the same empty list for every right one. */
  validateBody(operation: string, value: JsonValue): readonly Broken[];
  validatePath(operation: string, values: Readonly<Record<string, string>>): readonly Broken[];
  validateQuery(operation: string, values: Readonly<Record<string, string>>): readonly Broken[];
  /** By lower-case names. */
  validateHeaders(operation: string, values: Readonly<Record<string, string>>): readonly Broken[];
  /** The errors of a body under the keywords of JSON Schema, for comparison with Prism. */
  violations(operation: string, value: JsonValue): readonly SchemaError[];
  /** The same for path and query parameters, whose names Prism writes in lower case. */
  parameterViolations(
    operation: string,
    values: {
      readonly path: Readonly<Record<string, string>>;
      readonly query: Readonly<Record<string, string>>;
    },
  ): readonly SchemaError[];
}

/** The executable contract: pure, compiled once for a contract and a deployment. */
export interface Model {
  readonly contract: Contract;
  readonly deployment: Deployment;
  readonly initial: ModelState;
  /** The validators that `broken` and `judge` use, for a mock's fast path. */
  readonly validators: Validators;
  /** Whether the credentials of a request are accepted; says nothing about its role. */
  letsIn(state: ModelState, request: Pick<ModelRequest, 'operation' | 'caller' | 'now'>): boolean;
  /**
   * A request with the values of the parents that its path does not name, as far as the state or the deployment tell them: what has a
   * key that the server makes may be read elsewhere than where it was made. Every other method does so by itself.
   */
  whole<Request extends Pick<ModelRequest, 'operation' | 'path'>>(
    state: ModelState,
    request: Request,
  ): Request;
  /** Every rule the request breaks, in the order of the document's checks; empty for a right request. */
  broken(state: ModelState, request: ModelRequest): readonly Broken[];
  /** Every response that is allowed, never empty; the first is the one that a mock gives. */
  step(state: ModelState, request: ModelRequest): readonly AllowedResponse[];
  /**
   * What may be answered to a request that is known to break one rule and that `step` cannot see, such as a method
   * that the path does not have. Throws where the operation is unknown.
   */
  refusal(
    state: ModelState,
    operation: string,
    kind: RuleKind,
    element?: string,
  ): readonly AllowedResponse[];
  /**
   * Compares a response with what is allowed. `matched` is the nearest allowed response of the seen status, even where
   * it differs. A response with no difference conforms, one with SHOULD differences only gives warnings. Never throws.
   */
  judge(allowed: readonly AllowedResponse[], observed: ObservedResponse): Verdict;
}
