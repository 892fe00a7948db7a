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
  };
  /** Why there is no response. */
  readonly error?: string;
  readonly milliseconds: number;
  /** What makes the request again: who sends it, and in which wrong way (never the credentials). */
  readonly sender: { readonly principal?: string; readonly wrongWay?: string };
}

/** A difference, and where it was seen. */
export interface FoundMismatch extends Mismatch {
  /** The index, in the check's `exchanges`, of the response that differed. */
  readonly exchange?: number;
}

/**
 * Why a check was not run: the level is too low, no principal may send it, a value of a path parameter is missing, the limit of
 * requests was reached, or the target is not in the state that the check needs.
 */
export type NotRunCode = 'level' | 'principal' | 'parent' | 'limit' | 'preparation';

/** What one check found out. Redacted before it leaves the worker; is in a test's `task.meta.check`. */
export interface CheckResult {
  /** Stable: the clause's id, then '/' and the variant where there are several: `notes.replaceNote.title.maxLength/unicode`. */
  readonly id: string;
  readonly api: string;
  readonly operation?: string;
  readonly resource?: string;
  /** What it verifies when it passes. */
  readonly clauses: readonly string[];
  readonly status: 'passed' | 'failed' | 'warned' | 'notRun';
  /** Why it was not run: what programs decide by, and the same in words for people. */
  readonly code?: NotRunCode;
  readonly reason?: string;
  /** The environment variable of the credential for want of which it was not run: makes the verdict `incomplete`. */
  readonly missing?: string;
  readonly mismatches: readonly FoundMismatch[];
  readonly exchanges: readonly Exchange[];
  readonly milliseconds: number;
}
