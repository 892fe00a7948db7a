import type { CheckReport, IncompleteReason } from '../reports/report.ts';
import type { RunParameters, Shard } from './runParameters.ts';

interface EventAt<Name extends string> {
  readonly event: Name;
  /** The name of the target. */
  readonly target: string;
  /** ISO 8601. */
  readonly at: string;
}

/** The first event of every target: all that a report has to know beside the results. */
export interface StartedEvent extends EventAt<'started'> {
  /** Of this format. */
  readonly version: 1;
  readonly parameters: RunParameters;
  /** How many checks the run does. */
  readonly checks: number;
  /** Ids of the checks that a quick run does not do. */
  readonly leftOut: readonly string[];
  readonly shard?: Shard;
}

/** Said of every target before the first one is begun, so that a record that was cut off names them all. */
export interface PlannedEvent extends EventAt<'planned'> {
  /** Of this format. */
  readonly version: 1;
  readonly parameters: RunParameters;
}

/** Anything that happens in a run, as plain data without secrets: one line of the record. */
export type RunEvent =
  | PlannedEvent
  | StartedEvent
  /** What a person should know, such as what will be written. */
  | (EventAt<'notice'> & { readonly text: string })
  /** The target answers, takes the credentials and is prepared: checks follow. */
  | EventAt<'opened'>
  /** No check is run. */
  | (EventAt<'refused'> & { readonly reason: IncompleteReason })
  | (EventAt<'check'> & { readonly check: CheckReport })
  /** Why not everything was checked. */
  | (EventAt<'incomplete'> & { readonly reason: IncompleteReason })
  /** An operation that is said to be unsupported answers rightly. */
  | (EventAt<'supported'> & { readonly operation: string })
  /** So long the run has waited on purpose: for a session to end, because the target asked for it, or for the pace. */
  | (EventAt<'waited'> & { readonly milliseconds: number })
  /** What was changed is as before, except for what is named. */
  | (EventAt<'putBack'> & { readonly lost: readonly string[] })
  /** The last one. */
  | EventAt<'finished'>;
