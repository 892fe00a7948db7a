import type { Mismatch } from '@oidc-admin/model';

/** One request and its response, redacted. */
export interface Exchange {
  /** The operation that the request is one of, also where it breaks its rules. */
  readonly operation: string;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  };
  readonly response?: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    /** Characters of the whole body, where only its beginning is kept. */
    readonly length?: number;
  };
  /** Why there is no response. */
  readonly error?: string;
  readonly milliseconds: number;
  /** When it was sent, in milliseconds since the epoch. */
  readonly start?: number;
  /** The request breaks no rule: a server that does what it should answers it with a success. */
  readonly right?: boolean;
  /** It only brings about what the check needs, such as a session, and may be left out where that is there already. */
  readonly preparation?: boolean;
  /** What makes the request again: who sends it, and in which wrong way (never the credentials). */
  readonly sender: { readonly principal?: string; readonly wrongWay?: string };
}

/** A difference, and where it was seen. */
export interface FoundMismatch extends Mismatch {
  /** The index, in the check's `exchanges`, of the response that differed. */
  readonly exchange?: number;
  /** The response would have been right before the last change. */
  readonly stale?: true;
}

/**
 * Why a check was not run: the level is too low, no principal may send it, a value of a path parameter is missing, the limit of
 * requests was reached, the target is not in the state that the check needs, it refused what the specification lets it refuse, it
 * lacks an operation that the check sends, it answers 429 or nothing at all, a list has no end or moves while it is read, or what
 * the check met first is reported already.
 */
export type NotRunCode =
  | 'level'
  | 'principal'
  | 'parent'
  | 'limit'
  | 'preparation'
  | 'mayRefuse'
  | 'unsupported'
  | 'rateLimited'
  | 'noResponse'
  | 'unsettled'
  | 'otherFailure';

/** What one check found out. Redacted before it leaves the worker; is in a test's `task.meta.check`. */
export interface CheckResult {
  /** Stable: the clause's id, then '/' and the variant where there are several: `notes.replaceNote.title.maxLength/unicode`. */
  readonly id: string;
  readonly api: string;
  readonly operation?: string;
  readonly resource?: string;
  /** What it verifies when it passes. */
  readonly clauses: readonly string[];
  /** `flaky`: it broke a MUST, and not the same one each time when it was repeated on its own. */
  readonly status: 'passed' | 'failed' | 'flaky' | 'warned' | 'notRun';
  /** Why it was not run: what programs decide by, and the same in words for people. */
  readonly code?: NotRunCode;
  readonly reason?: string;
  /** The environment variable of the credential for want of which it was not run: makes the verdict `incomplete`. */
  readonly missing?: string;
  /** The clauses whose breach kept it from what it is about. */
  readonly because?: readonly string[];
  /** How often it was done, where it was repeated on its own, and how often it failed then. */
  readonly attempts?: number;
  readonly failures?: number;
  readonly mismatches: readonly FoundMismatch[];
  readonly exchanges: readonly Exchange[];
  readonly milliseconds: number;
}
