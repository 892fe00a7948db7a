import type { DocumentedResponse, Contract, JsonValue, Operation } from '@oidc-admin/contract';
import type { AllowedResponse, Broken, Caller, ModelRequest, Deployment } from '@oidc-admin/model';
import type { Received } from './exchange.ts';
import type { MockCredentials } from './signIn/mockCredentials.ts';

/** Why a request is refused, for the hook that writes the error's body. */
export interface MockRefusal {
  readonly status: number;
  /** The documented response with this status; none where the document has none, as for most 405 and 413. */
  readonly response?: DocumentedResponse;
  /** Whether the request reached no operation, as under an unknown path; the examples of the document speak of other causes. */
  readonly outside: boolean;
  /** The rule that the request broke; none for what happens outside every operation. */
  readonly broken?: Broken;
  /** A sentence for people; never holds a value of the request. */
  readonly message: string;
  /** What the document shows as an example of such an error, or of the nearest one that it documents. */
  readonly example: JsonValue;
}

/** What a hook may look at when it completes a response. */
export interface Responding {
  readonly contract: Contract;
  readonly operation: Operation;
  readonly request: ModelRequest;
  readonly status: number;
  /** Makes a token that is not in use. */
  readonly newToken: () => string;
  /** What `prepare` found out, where the API has that hook. */
  readonly prepared: unknown;
}

/** A refusal that only the outside world could tell, such as a URL that does not answer. */
export interface Prepared {
  readonly found?: unknown;
  readonly broken?: Broken;
}

/**
 * What a mock of one API adds to the engine. An API with ordinary behaviour needs the document and the deployment only:
 * sessions, error bodies and values of the server then come from the document.
 */
export interface MockDefinition {
  /** The OpenAPI document, parsed. */
  readonly document: unknown;
  readonly deployment: Deployment;
  /** Environment variables with which the conformance checks and the command line sign in to this mock. */
  readonly environment: Readonly<Record<string, string>>;
  /** Keys of what the seed has though no request makes it, by resource. */
  readonly existing?: Readonly<Record<string, readonly string[]>>;
  /** Who may sign in, where the security schemes are those that OpenAPI has words for; nobody where left out. */
  readonly credentials?: readonly MockCredentials[];
  /** Finds out who signed a request. Needed where the security scheme is of kind `signature`. */
  readonly verify?: (received: Received, now: number) => Caller | Promise<Caller>;
  /** The same by a server that overlooks some wrong ways to sign. Only faults ask for it. */
  readonly verifyWithout?: (
    ways: readonly string[],
    received: Received,
    now: number,
  ) => Caller | Promise<Caller>;
  /** Whether properties of a body are known by their names in any letter case; exactly where left out. */
  readonly anyPropertyCase?: boolean;
  /** Writes the body of an error. Left out: the document's own example. */
  readonly errorBody?: (refusal: MockRefusal) => JsonValue;
  /** Fills in what the server makes up, after everything that is known is in the body. */
  readonly complete?: (
    body: JsonValue | undefined,
    responding: Responding,
  ) => JsonValue | undefined;
  /** Says which of the allowed answers a read before the first save is given; left out: the first of the document. */
  readonly unsaved?: (allowed: AllowedResponse) => boolean;
  /** With the option `reach`: asks the outside world before the request is decided; undefined where nothing has to be asked. */
  readonly prepare?: (operation: Operation, request: ModelRequest) => Promise<Prepared> | undefined;
}
