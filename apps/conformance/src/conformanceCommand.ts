import type { Level, Shard } from '@oidc-admin/conformance';

/** A server to check; without a URL, the API's own mock. */
export interface WantedTarget {
  readonly api: string;
  readonly url?: string;
}

/** What the command line asks a run to do. */
export interface RunArguments {
  readonly targets: readonly WantedTarget[];
  /** None where the command line names none: the lowest for a target, the highest for the embedded mocks. */
  readonly level?: Level;
  readonly reportDirectory: string;
  readonly seed?: number;
  readonly timeoutMs: number;
  readonly requestsPerSecond?: number;
  readonly maxRequests?: number;
  /** Operations and resources to check; all where empty. */
  readonly only: readonly string[];
  /** The one check to run. */
  readonly replay?: string;
  readonly quick: boolean;
  readonly dryRun: boolean;
  readonly acceptIncomplete: boolean;
  readonly cleanUp: boolean;
  readonly noOriginalSecret: boolean;
  readonly baseline?: string;
  readonly shard?: Shard;
  /** Records to make a report of, instead of running anything. */
  readonly records?: readonly string[];
  /** Faults to switch on in the embedded mocks. */
  readonly faults: readonly string[];
}

export type ConformanceCommand =
  | { readonly does: 'help'; readonly text: string }
  | { readonly does: 'list'; readonly apis: readonly string[] }
  | { readonly does: 'listFaults'; readonly apis: readonly string[] }
  | { readonly does: 'compare'; readonly before: string; readonly after: string }
  | { readonly does: 'run'; readonly options: RunArguments };
