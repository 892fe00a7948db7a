import type { Fetch } from './attempt.ts';

/** A request in plain data, as testers send it: nothing in it is checked. */
export interface RawRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Somebody who can sign in. What else is in it is known to the API's own package only. */
export interface Principal {
  readonly name: string;
  /** The role in the specification, where there are several. */
  readonly role?: string;
  /** The session was opened elsewhere: it is used as it is, and never closed or waited for. */
  readonly borrowed?: boolean;
  /** The security schemes for which there are credentials; all where left out. */
  readonly schemes?: readonly string[];
}

/** The server that is tested: its URL includes the base path. */
export interface Target {
  readonly url: string;
  readonly fetch: Fetch;
}

/** A signed-in principal. */
export interface Opened {
  /** Adds the proof of who sends it, by a security scheme where the principal has several. */
  readonly authorize: (request: RawRequest, scheme?: string) => RawRequest | Promise<RawRequest>;
  /** Signs out, where that is needed. */
  readonly close: () => Promise<void>;
  /** Of a session. */
  readonly token?: string;
  /** The security schemes by which it can; all where left out. */
  readonly schemes?: readonly string[];
  /** How long what was opened holds, where the server said so. */
  readonly lifeSeconds?: number;
}

/** Parts of a line for bash that make curl send a signed-in request. They have no secret in them. */
export interface CurlSignIn {
  /** A command that comes first, such as a log-on whose token goes into a variable of the shell. */
  readonly before?: string;
  /** Words of the curl command, quoted for bash; empty where nobody signs in. */
  readonly words: string;
  /** A command that comes last, and signs out what `before` signed in. */
  readonly after?: string;
}

/** An environment variable that is not set. */
export interface MissingVariable {
  readonly variable: string;
  /** What cannot be tested for want of it. */
  readonly leavesOut: string;
  /** Everything else can be tested without it. */
  readonly optional?: boolean;
  /** The role of who would sign in with it. */
  readonly role?: string;
  /** The path parameter that it holds a value of, and which, in words. */
  readonly parameter?: { readonly name: string; readonly value: string };
}

/** Environment variables that testers may set, for people. */
export interface DescribedVariables {
  readonly names: readonly string[];
  /** What they are or do, as the end of a sentence that begins with their names. */
  readonly purpose: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** How testers sign in to an API, rightly and in every wrong way. The second entry of each client. */
export interface TestAccess<P extends Principal = Principal> {
  /** All that is read from the environment. */
  readonly variables: readonly DescribedVariables[];
  /** Reads credentials from the environment; `missing` names the variables that are not set. */
  principals(environment: Environment): {
    readonly principals: readonly P[];
    readonly missing: readonly MissingVariable[];
  };
  /** Path parameters by which the target's parents are known: `{networkId: ['12345678']}`. */
  parents(environment: Environment): Readonly<Record<string, readonly string[]>>;
  /** Settings of the target that the specification refers to. */
  settings(environment: Environment): Readonly<Record<string, string>>;
  /** Whether the server knows properties of a body by their names in any letter case; exactly where left out. */
  readonly anyPropertyCase?: boolean;
  /** Opens what has to be opened. */
  open(target: Target, principal: P): Promise<Opened>;
  /** The same for curl in bash, for lines that reproduce a finding. `url` is the target's, with the base path. */
  curl(url: string, principal: P, scheme?: string): CurlSignIn;
  /** Each wrong way to sign in, by its name in the specification. Takes a request without proof. */
  readonly wrong: Readonly<
    Record<
      string,
      (
        request: RawRequest,
        context: {
          readonly principal: P;
          readonly target: Target;
          readonly opened: Opened;
          /** The security scheme that it is a wrong way of. */
          readonly scheme: string;
        },
      ) => RawRequest | Promise<RawRequest>
    >
  >;
}
