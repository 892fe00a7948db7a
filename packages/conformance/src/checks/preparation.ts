import type { CheckResult, Exchange, FoundMismatch } from '../reports/checkResult.ts';

/** What differed while something was brought about that checks need: said once for the whole run, and blamed on no check. */
export class Preparation {
  readonly #api: string;
  readonly #mismatches: FoundMismatch[] = [];
  readonly #exchanges: Exchange[] = [];

  constructor(api: string) {
    this.#api = api;
  }

  /** Adds what differed, redacted, each difference once, and the exchange in which it was seen. */
  note(mismatches: readonly FoundMismatch[], exchange: Exchange | undefined): void {
    const fresh = mismatches.filter(
      ({ clause, message }) =>
        !this.#mismatches.some((one) => one.clause === clause && one.message === message),
    );
    if (fresh.length === 0) return;
    const index = this.#exchanges.length;
    if (exchange !== undefined) this.#exchanges.push(exchange);
    this.#mismatches.push(...fresh.map((mismatch) => ({ ...mismatch, exchange: index })));
  }

  /** The same as the result of a check that verifies nothing; none where nothing differed. */
  result(): CheckResult | undefined {
    if (this.#mismatches.length === 0) return undefined;
    const failed = this.#mismatches.some(({ binding }) => binding === 'MUST');
    return {
      id: `${this.#api}.preparation`,
      api: this.#api,
      clauses: [],
      status: failed ? 'failed' : 'warned',
      mismatches: [...this.#mismatches],
      exchanges: [...this.#exchanges],
      milliseconds: 0,
    };
  }
}
