import type { Clause } from '@oidc-admin/contract';
import type {
  ExpectedFailure,
  Level,
  RunTool,
  Software,
  UnsupportedOperation,
} from '../runner/runParameters.ts';
import type { CheckResult, FoundMismatch } from './checkResult.ts';

export type Status = CheckResult['status'];

/** How a run can end, the worst first: of several targets, and of several reasons, the first one counts. */
export const verdicts = [
  'violations',
  /** A check of ours ended in an error. */
  'harness',
  'flaky',
  'unreachable',
  'unauthorised',
  'rateLimited',
  'incomplete',
  /** Conformant but for failures that the baseline expects. */
  'expectedFailures',
  /** Conformant for those operations that the server has. */
  'withoutOperations',
  'conformant',
] as const;

export type ReportVerdict = (typeof verdicts)[number];

/** Why a clause was not run: as its check, or no check was there, selected or answered. */
export type ClauseCode =
  | NonNullable<CheckResult['code']>
  | 'noCheck'
  | 'notSelected'
  | 'leftOut'
  | 'notReached'
  | 'notShown';

/** One clause, and what the checks that verify it found. */
export interface ClauseReport extends Pick<
  Clause,
  | 'id'
  | 'binding'
  | 'authority'
  | 'group'
  | 'kind'
  | 'operation'
  | 'resource'
  | 'element'
  | 'source'
  | 'text'
> {
  /** The lowest level at which a check verifies it; none where no check does. */
  readonly level?: Level;
  readonly status: Status;
  /** Why it was not run: what programs decide by, and the same in words for people. */
  readonly code?: ClauseCode;
  readonly reason?: string;
  /** The environment variable for want of which it was not run. */
  readonly missing?: string;
  /** The broken clauses that explain why it differed or could not be seen: it is listed under them. */
  readonly because?: readonly string[];
  /** A finding above it that is the same in another operation or of another property: both are shown as one. */
  readonly alike?: string;
  /** Ids of the checks that verify it or whose responses differed from it. */
  readonly checks: readonly string[];
  /** Why it is expected to fail: the reason in the baseline. */
  readonly expectedFailure?: string;
}

/** A check's record, and how to make it happen again. */
export interface CheckReport extends CheckResult {
  /** What differed only because another clause is broken: what it would have been, and that clause. */
  readonly explained?: readonly (FoundMismatch & { readonly because: string })[];
  /** The short line that has the runner do the check again, where `reproduce` is another one. */
  readonly replay?: string;
  /** A line for a shell; failed and warned checks only. */
  readonly reproduce?: string;
}

/** Why a run at a target is incomplete. */
export interface IncompleteReason {
  readonly code:
    | 'locked'
    | 'unreachable'
    | 'noCredentials'
    | 'notSignedIn'
    | 'signInFailed'
    | 'missingParameter'
    | 'notPrepared'
    | 'nothingSelected'
    | 'nothingVerified'
    | 'noRightRequest'
    | 'notReached'
    | 'unsettled'
    | 'noCheck'
    | 'rateLimited'
    | 'stopped'
    | 'silent'
    | 'limit'
    | 'brokenCheck'
    | 'notPutBack'
    | 'missingVariable'
    | 'cutRecord'
    | 'missingShard'
    | 'mixedRecords';
  /** For people. */
  readonly text: string;
}

/** How many clauses ended how. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly flaky: number;
  readonly warned: number;
  readonly notRun: number;
}

export interface SummaryRow extends Counts {
  /** The operation or the resource. */
  readonly owner: string;
  /** Clauses that no check verifies at the run's level; those of `notRun` could have been. */
  readonly notAtLevel: number;
}

/** How many clauses were broken, as a failure that nobody expected or as a warning, by whose word they are. */
export type BrokenWords = Readonly<Record<Clause['authority'], number>>;

interface Coverage {
  /** All clauses of the specification, also of operations that the server does not have. */
  readonly clauses: number;
  /** Those that a check verifies at the run's level. */
  readonly atLevel: number;
  /** Those that were verified. */
  readonly run: number;
}

/** What was found at one target. */
export interface TargetReport {
  readonly name: string;
  readonly api: string;
  readonly title: string;
  /** The version of the specification. */
  readonly specification: string;
  /** SHA-256 of the specification's document, hexadecimal. */
  readonly specificationHash?: string;
  /** What runs there, as its owner names it. */
  readonly software?: Software;
  readonly url: string;
  readonly embedded: boolean;
  /** Those that were switched on in an embedded mock, where there are any. */
  readonly faults?: readonly string[];
  readonly level: Level;
  /** Whether every SHOULD counted like a MUST. */
  readonly strict: boolean;
  readonly verdict: ReportVerdict;
  /** Why it is incomplete. */
  readonly reasons: readonly IncompleteReason[];
  /** What is probably wrong with the run as a whole; said before anything else. */
  readonly hint?: string;
  /** Ids of the checks that a quick run did not do. */
  readonly leftOut: readonly string[];
  /** Keys of what was there already, by resource. */
  readonly existing?: Readonly<Record<string, readonly string[]>>;
  /** Operations that the server does not have, by what is said of it; `answers` where one does answer rightly. */
  readonly unsupported: readonly (UnsupportedOperation & { readonly answers: boolean })[];
  readonly coverage: Coverage;
  readonly broken: BrokenWords;
  /** Without those of checks that repeat or wait on purpose. */
  readonly requests: number;
  /** Of checks that repeat or wait on purpose, such as those of overlapping requests. */
  readonly repeats: number;
  /** Milliseconds that were spent waiting on purpose: for a session to end, because the target asked for it, or for the pace. */
  readonly waited: number;
  readonly summary: readonly SummaryRow[];
  readonly clauses: readonly ClauseReport[];
  readonly checks: readonly CheckReport[];
}

/** The content of `report.json`. */
export interface Report {
  /** Of this format. */
  readonly version: 1;
  /** When it began, ISO 8601. */
  readonly started: string;
  /** When it ended. */
  readonly ended: string;
  readonly tool: RunTool;
  readonly milliseconds: number;
  readonly seed: number;
  readonly verdict: ReportVerdict;
  readonly targets: readonly TargetReport[];
  /** Entries of the baseline whose clause did not fail anywhere: each is a violation. */
  readonly staleExpectations: readonly ExpectedFailure[];
}
