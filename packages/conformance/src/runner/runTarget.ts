import type {
  CurlSignIn,
  MissingVariable,
  Opened,
  Principal,
  RawRequest,
  Target,
} from '@oidc-admin/client';
import type { Contract } from '@oidc-admin/contract';
import type {
  Environment,
  ExpectedFailure,
  Level,
  Shard,
  Software,
  UnsupportedOperation,
} from './runParameters.ts';

/** How testers sign in to an API: what `@oidc-admin/<api>-client/testing` exports, whatever its principals hold. */
export interface RunAccess {
  principals(environment: Environment): {
    readonly principals: readonly Principal[];
    readonly missing: readonly MissingVariable[];
  };
  parents(environment: Environment): Readonly<Record<string, readonly string[]>>;
  settings(environment: Environment): Readonly<Record<string, string>>;
  open(target: Target, principal: Principal): Promise<Opened>;
  curl(url: string, principal: Principal, scheme?: string): CurlSignIn;
  readonly wrong: Readonly<
    Record<string, (request: RawRequest, context: never) => RawRequest | Promise<RawRequest>>
  >;
}

/** A server to check, and what is known of its API. */
export interface RunTarget {
  /** In events and reports; the API's name where left out. */
  readonly name?: string;
  /** The base path of the document is added where the URL names a server only. */
  readonly url: string;
  /** What the server has to keep to: `contractOf(document)`. */
  readonly contract: Contract;
  /** SHA-256 of that document, hexadecimal; for the report. */
  readonly specificationHash?: string;
  readonly access: RunAccess;
  /** Variables with credentials and settings; nothing is read from the process. */
  readonly environment: Environment;
  /** Certificates in PEM form that are trusted beside the usual ones. */
  readonly ca?: string;
  /** Keys of what is there already, by resource; those of the options take their place. */
  readonly existing?: Readonly<Record<string, readonly string[]>>;
  /** A mock that was started for this run alone, with the faults that are switched on: nothing has to be put back. */
  readonly embedded?: { readonly faults: readonly string[] };
}

/** How a target is checked. */
export interface RunOptions {
  /** `default`, which changes nothing, where left out. */
  readonly level?: Level;
  /** Every SHOULD counts like a MUST: what was only observed, and our readings, too. */
  readonly strict?: boolean;
  /** Of everything that is random; made up where left out. */
  readonly seed?: number;
  /** Of one request, in milliseconds: 10,000 where left out. */
  readonly timeoutMs?: number;
  readonly requestsPerSecond?: number;
  readonly maxRequests?: number;
  /** Operations and resources to check; all where left out. */
  readonly only?: readonly string[];
  /** The one check to run, by its id. */
  readonly replay?: string;
  /** One check for each clause, and none that waits or repeats on purpose. */
  readonly quick?: boolean;
  readonly shard?: Shard;
  /** Removes first what earlier runs that were killed left on the target. */
  readonly cleanUp?: boolean;
  /** A configuration may be put back without its secret. */
  readonly noOriginalSecret?: boolean;
  /** Operations that the server does not have: nothing of them is checked, and the report names them. */
  readonly unsupported?: readonly UnsupportedOperation[];
  /** Clauses that the server is known to break. */
  readonly expected?: readonly ExpectedFailure[];
  /**
   * Keys of what is there already, by resource: what checks work on where the server cannot make anything. Never deleted;
   * written only where the level allows writes, and put back where it can be read.
   */
  readonly existing?: Readonly<Record<string, readonly string[]>>;
  /** What runs there, as its owner names it; for the claim. */
  readonly software?: Software;
  /** What is written to something existing that cannot be read, or made where nothing deletes it, may stay. */
  readonly leaveChanged?: boolean;
  /** The words of the command line, without secrets; for the report. */
  readonly command?: readonly string[];
  /** Which variables hold what is usually in others, for such a line: `{NOTES_PASSWORD: 'STAGING_PASSWORD'}`. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Words of the command line that name the target, for the line that shows a finding again. */
  readonly replayWords?: readonly string[];
  /** Ends the run early: no further check begins, and what was changed is put back. */
  readonly signal?: AbortSignal;
}

/**
 * The URL that a specification's paths are appended to. The base path of the specification is filled in where the URL
 * names a server only; a URL with a path is taken as it is. Never ends in a slash.
 */
export function targetUrl(given: string, basePath: string): string {
  const url = new URL(given);
  const path = url.pathname === '/' ? basePath : url.pathname;
  return url.origin + path.replace(/\/+$/, '');
}
