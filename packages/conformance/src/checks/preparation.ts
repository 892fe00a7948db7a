import type { CheckResult, Exchange, FoundMismatch } from '../reports/checkResult.ts';

/** A difference, how often it was seen, and of which operation. */
interface Noted {
  readonly operation: string;
  readonly mismatch: FoundMismatch;
  times: number;
}

/** What differed while something was brought about that checks need: said once for the whole run, and blamed on no check. */
export class Preparation {
  readonly #api: string;
  readonly #noted: Noted[] = [];
  readonly #exchanges: Exchange[] = [];
  /** How many requests were sent, by operation. */
  readonly #sent = new Map<string, number>();

  constructor(api: string) {
    this.#api = api;
  }

  /** Takes what differed in one exchange, redacted; also where nothing did. */
  note(
    operation: string,
    mismatches: readonly FoundMismatch[],
    exchange: Exchange | undefined,
  ): void {
    this.#sent.set(operation, (this.#sent.get(operation) ?? 0) + 1);
    const index = this.#exchanges.length;
    let isNew = false;
    for (const mismatch of mismatches) {
      const known = this.#noted.find((one) => one.mismatch.clause === mismatch.clause);
      if (known !== undefined) known.times += 1;
      else {
        isNew = true;
        this.#noted.push({ operation, mismatch: { ...mismatch, exchange: index }, times: 1 });
      }
    }
    if (isNew && exchange !== undefined) this.#exchanges.push(exchange);
  }

  /** The same as the result of a check that verifies nothing; none where nothing differed. */
  result(): CheckResult | undefined {
    if (this.#noted.length === 0) return undefined;
    const broken = this.#noted.filter(({ mismatch }) => mismatch.binding === 'MUST');
    // What was right at another time is no rule that the server follows.
    const isFlaky = ({ operation, times }: Noted): boolean =>
      times < (this.#sent.get(operation) ?? 0);
    const lasting = broken.filter((one) => !isFlaky(one));
    const shown = lasting.length > 0 ? this.#noted.filter((one) => !isFlaky(one)) : this.#noted;
    return {
      id: `${this.#api}.preparation`,
      api: this.#api,
      clauses: [],
      status: lasting.length > 0 ? 'failed' : broken.length > 0 ? 'flaky' : 'warned',
      mismatches: shown.map(({ mismatch }) => mismatch),
      exchanges: [...this.#exchanges],
      milliseconds: 0,
    };
  }
}
