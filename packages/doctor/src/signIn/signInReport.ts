import type { SignInFinding } from '../signInFinding.ts';
import { type SignInProblemCode, signInProblems } from './signInProblems.ts';

/** What a sign-in showed. */
export interface SignInJudgement {
  readonly findings: readonly SignInFinding[];
  /** The claims of the ID token that say something of the user, by name; none where no token was believed. */
  readonly claims: Readonly<Record<string, string>>;
  /** What must be in no text. */
  readonly secrets: readonly string[];
}

/** Collects what a sign-in shows. */
export class SignInReport {
  readonly #findings: SignInFinding[] = [];
  readonly #secrets: string[] = [];

  /** Something is wrong. Answers false, as whoever finds it stops there. */
  problem(
    code: SignInProblemCode,
    more: Pick<SignInFinding, 'what' | 'where' | 'given' | 'found' | 'differsAt' | 'action'>,
  ): false {
    const { severity } = signInProblems[code];
    this.#findings.push({ code, check: 'signIn', severity, ...more });
    return false;
  }

  /** Something is right. */
  passed(what: string): void {
    this.#findings.push({ code: 'signIn', check: 'signIn', severity: 'ok', what });
  }

  /** A value that must be in no text. */
  secret(value: unknown): void {
    if (typeof value === 'string') this.#secrets.push(value);
  }

  judgement(claims: SignInJudgement['claims'] = {}): SignInJudgement {
    return { findings: this.#findings, claims, secrets: this.#secrets };
  }
}
