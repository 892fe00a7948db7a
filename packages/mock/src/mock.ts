import type { Contract } from '@oidc-admin/contract';
import type { ModelState, StateData, Deployment } from '@oidc-admin/model';
import type { ShownCall } from './callView.ts';
import type { MockExchange } from './exchange.ts';
import type { FaultInfo, FaultList } from './fault.ts';
import type { FaultOptions } from './faultOptions.ts';
import type { SandboxInfo, SandboxLimits } from './sandboxInfo.ts';
import type { StateJson } from './state/stateJson.ts';
import type { CallExpectation, CallFilter } from './verifyCalls.ts';

/** Options that every mock has. */
export interface MockOptions {
  /** Milliseconds since the epoch; for tests that let sessions expire. */
  readonly now?: () => number;
  /**
   * A file that keeps the state across restarts: an SQLite database, written before a change is answered, and readable by
   * its owner only, since it holds secrets. One mock has it at a time, from when it is made until it stops.
   */
  readonly stateFile?: string;
  /** Makes session tokens and the like; random ones where it is left out. */
  readonly newToken?: () => string;
  /** What is saved at the start, and after a reset. */
  readonly seed?: StateJson;
  /** Called once for each request, when it was answered. */
  readonly onExchange?: (exchange: MockExchange) => void;
  /** Called with one redacted line for each request. */
  readonly log?: (line: string) => void;
  /** Called with a mistake of the mock itself, whose request was answered with 500. */
  readonly onError?: (error: unknown) => void;
  /** How long a session lasts without a request, in seconds; what the document says where it is left out. */
  readonly sessionTimeoutSeconds?: number;
  /** Really asks the URLs that the document marks as such (`x-reachable`), instead of judging them by their looks. */
  readonly reach?: boolean;
  /** Path prefix of the control interface, such as `/__mock`; none where it is left out. */
  readonly control?: string;
  /** Lets whoever sends it in `x-mock-token` control a mock that listens, from everywhere; else only this machine may. */
  readonly controlToken?: string;
  /**
   * Lets a request name a sandbox: a mock of its own, with the same options, made when it is first named. By the header
   * `x-mock-sandbox`, or by the path: `/_sandbox/NAME` before that of the API. None where it is left out.
   */
  readonly sandboxes?: SandboxLimits;
  /** A path, such as `/health`, at which the mock says that it is ready, where the API itself has nothing; not in the log. */
  readonly health?: string;
  /** The faults that can be switched on: what an entry `./faults` exports; none where it is left out. */
  readonly faults?: FaultList;
  /** Answers everything through Prism, as the fast path must; for the agreement test. */
  readonly path?: 'fast' | 'prism';
}

/** A mock that listens. `url` includes the base path. */
export interface RunningMock {
  readonly url: string;
  readonly port: number;
  /** The address of a sandbox, with the base path; for clients that cannot send a header. */
  urlOf(sandbox: string): string;
  /** Answers what has arrived, takes nothing new, and ends all connections within two seconds. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A server of one API that remembers. Use it as a `fetch`, or let it listen. */
export interface Mock {
  readonly contract: Contract;
  readonly deployment: Deployment;
  readonly demo: {
    /** Its credentials, as environment variables for the conformance checks and the command line. */
    readonly environment: Readonly<Record<string, string>>;
    /** Keys of what it starts with though no request makes it, by resource: what the conformance checks call existing. */
    readonly existing: Readonly<Record<string, readonly string[]>>;
  };
  /** Answers like the global `fetch`, without a port. Any host will do; the path must include the base path. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /**
   * Listens. Port 0, the default, takes a free one; host is 127.0.0.1 where it is left out. `arrival` is how many
   * milliseconds a request may take to arrive whole, 10,000 where it is left out; then it is answered with 408. With `tls`, a
   * certificate and its key in PEM, it speaks https.
   */
  start(options?: {
    readonly port?: number;
    readonly host?: string;
    readonly arrival?: number;
    readonly tls?: { readonly key: string; readonly cert: string };
  }): Promise<RunningMock>;
  readonly state: {
    read(): StateData;
    /** Adds resources, or replaces those with the same key. */
    seed(state: StateJson): void;
    /** The model's own state. */
    readonly model: ModelState;
  };
  /** Forgets everything but the seed: resources, sessions, the log; switches all faults off. */
  reset(): void;
  /** The last requests, as many as 4 MiB hold, oldest first, as received: not redacted. Bodies over 16 KiB are cut. */
  readonly requests: readonly MockExchange[];
  /** The same as far as they are meant, as people may see them: nothing in them is secret. */
  calls(filter?: CallFilter): readonly ShownCall[];
  /** Throws where the requests that are meant were not there as often as expected, and says which were there. */
  verify(expectation: CallExpectation): void;
  readonly sandboxes: {
    /** The sandbox of a name, made if need be. Throws where the mock has no option `sandboxes`, or has too many of them. */
    get(name: string): Mock;
    list(): readonly SandboxInfo[];
    drop(name: string): void;
  };
  readonly faults: {
    list(): readonly FaultInfo[];
    /** Switches a fault on, for one operation or all. Throws on an unknown name, and names the nearest, or a wrong number. */
    on(name: string, options?: FaultOptions): void;
    /** Switches one fault off, or all. */
    off(name?: string): void;
  };
}
