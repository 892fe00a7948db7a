import type { RunOptions } from '@oidc-admin/conformance';

/** What a target file says of its server, beside where it is. A flag that says otherwise wins. */
export interface TargetSettings extends Pick<
  RunOptions,
  | 'level'
  | 'strict'
  | 'unsupported'
  | 'expected'
  | 'existing'
  | 'leaveChanged'
  | 'software'
  | 'noOriginalSecret'
  | 'requestsPerSecond'
  | 'maxRequests'
  | 'timeoutMs'
> {
  /** In reports. */
  readonly name?: string;
  /** Which variable of the environment holds what is usually in another one: `{NOTES_PASSWORD: 'STAGING_PASSWORD'}`. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** A server to check; without a URL, the API's own mock. */
export interface WantedTarget {
  readonly api: string;
  readonly url?: string;
  /** Where what is known of it was read. */
  readonly file?: string;
  readonly settings?: TargetSettings;
}

/** What the command line asks a run to do. Without a level a target is checked at the lowest, a mock at the highest. */
export interface RunArguments extends Omit<RunOptions, 'signal'> {
  readonly targets: readonly WantedTarget[];
  /** Operations and resources to check; all where empty. */
  readonly only: readonly string[];
  readonly reportDirectory: string;
  /** In place of the proxies that the environment names. */
  readonly proxy?: string;
  /** Certificates in PEM form that are trusted beside the usual ones. */
  readonly caFile?: string;
  /** A report whose failures, and what was not run for want of something, are done again. */
  readonly rerun?: string;
  /** Where a target file is written that says what the run found. */
  readonly writeBaseline?: string;
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
  | { readonly does: 'listVariables'; readonly apis: readonly string[] }
  | { readonly does: 'compare'; readonly before: string; readonly after: string }
  | { readonly does: 'run'; readonly options: RunArguments };
