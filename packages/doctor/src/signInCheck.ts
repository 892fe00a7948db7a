import type { Evidence } from './evidence.ts';
import type { SignInFinding, Severity } from './signInFinding.ts';

/** What a check found; its code decides the severity. */
export type FoundProblem<Code extends string> = Pick<
  SignInFinding,
  'what' | 'where' | 'given' | 'found' | 'differsAt' | 'action'
> & { readonly code: Code };

/** Nothing was found; or these problems; or it could not be looked at. */
export type Judgement<Code extends string> =
  | { readonly passed: string; readonly copy?: string }
  | { readonly problems: readonly FoundProblem<Code>[] }
  | { readonly unchecked: string };

/** One thing that makes sign-ins fail, and how it is found. */
export interface SignInCheck<Code extends string = string> {
  /** What people see, and what they say. */
  readonly symptom: string;
  /** What is looked at. */
  readonly looksAt: string;
  /** Every problem that it can find, with how bad it is. */
  readonly problems: Readonly<Record<Code, Exclude<Severity, 'ok'>>>;
  judge(evidence: Evidence): Judgement<Code>;
}

/** A check, whose judgement names no problem but its own. */
export function defineCheck<Code extends string>(check: SignInCheck<Code>): SignInCheck {
  return check;
}

/** The judgement of a check that may have found something. */
export function problemsOr<Code extends string>(
  problems: readonly FoundProblem<Code>[],
  passed: string,
): Judgement<Code> {
  return problems.length === 0 ? { passed } : { problems };
}
