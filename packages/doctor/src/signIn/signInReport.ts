import { findingRedactor } from '../findingRedactor.ts';
import { shown, type SignInFinding } from '../signInFinding.ts';
import { type SignInProblemCode, signInProblems } from './signInProblems.ts';

/** What a sign-in showed. */
export interface SignInJudgement {
  readonly findings: readonly SignInFinding[];
  /** The claims of the ID token that say something of the user, by name; none where no token was believed. */
  readonly claims: Readonly<Record<string, string>>;
  /** What must be in no text. */
  readonly secrets: readonly string[];
  /** Of problems that the document alone made likely, by their codes: what is so in truth. */
  readonly refuted: ReadonlyMap<string, string>;
}

/** Collects what a sign-in shows. */
export class SignInReport {
  readonly #findings: SignInFinding[] = [];
  readonly #secrets: string[] = [];
  readonly #refuted = new Map<string, string>();

  /** Something is wrong. Answers false, as whoever finds it stops there. */
  problem(
    code: SignInProblemCode,
    more: Pick<SignInFinding, 'what' | 'where' | 'given' | 'found' | 'differsAt' | 'action'>,
  ): false {
    const { severity } = signInProblems[code];
    this.#findings.push({ code, check: 'signIn', severity, ...more });
    return false;
  }

  /** The provider does not know the client. */
  clientRefused(what: string): this {
    this.problem('clientRefused', {
      what,
      where: 'the response of the token endpoint',
      action:
        'Look whether the secret has expired, whether its id was taken for it, and at the client id. If the way to set it is behind this very sign-in, keep a local administrator, and note the day on which the secret expires.',
    });
    return this;
  }

  /** The sign-in shows that a problem that was likely is none. */
  refute(code: string, what: string): void {
    this.#refuted.set(code, what);
  }

  /** Something is right. */
  passed(what: string): void {
    this.#findings.push({ code: 'signIn', check: 'signIn', severity: 'ok', what });
  }

  /** A value that must be in no text. */
  secret(value: unknown): void {
    if (typeof value === 'string') this.#secrets.push(value);
  }

  /** A text from elsewhere without the secrets. They are taken out of the whole text: of one that was cut, a part would be left. */
  clean(text: string): string {
    return findingRedactor.text(text, this.#secrets);
  }

  /** A text from elsewhere as a finding shows it. */
  shown(text: string): string {
    return shown(this.clean(text));
  }

  /** Why something failed, as a finding shows it. */
  reason(error: unknown): string {
    // The parser quotes what it read, which may be a token.
    if (error instanceof SyntaxError) return 'the response is no JSON';
    return this.shown(error instanceof Error ? error.message : String(error));
  }

  judgement(claims: SignInJudgement['claims'] = {}): SignInJudgement {
    return {
      findings: this.#findings,
      claims,
      secrets: this.#secrets,
      refuted: this.#refuted,
    };
  }
}
