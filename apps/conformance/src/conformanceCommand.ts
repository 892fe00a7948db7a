import type { RunOptions } from '@oidc-admin/conformance';

/** A server to check; without a URL, the API's own mock. */
export interface WantedTarget {
  readonly api: string;
  readonly url?: string;
}

/** What the command line asks a run to do. Without a level a target is checked at the lowest, a mock at the highest. */
export interface RunArguments extends Omit<RunOptions, 'signal'> {
  readonly targets: readonly WantedTarget[];
  /** Operations and resources to check; all where empty. */
  readonly only: readonly string[];
  readonly reportDirectory: string;
  readonly dryRun?: boolean;
  readonly acceptIncomplete?: boolean;
  readonly allowFlaky?: boolean;
  readonly baseline?: string;
  /** Records to make a report of, instead of running anything. */
  readonly records?: readonly string[];
  /** Whether these are the records of all shards. */
  readonly merged?: boolean;
  /** Faults to switch on in the embedded mocks. */
  readonly faults: readonly string[];
}

export type ConformanceCommand =
  | { readonly does: 'help'; readonly text: string }
  | { readonly does: 'list'; readonly apis: readonly string[] }
  | { readonly does: 'listFaults'; readonly apis: readonly string[] }
  | { readonly does: 'compare'; readonly before: string; readonly after: string }
  | { readonly does: 'run'; readonly options: RunArguments };
