import type { CheckResult, Exchange, FoundMismatch } from '../reports/checkResult.ts';

/** A difference, after which requests it was seen, and whether one of them was answered rightly later. */
interface Noted {
  readonly mismatch: FoundMismatch;
  readonly requests: Set<string>;
  rightAgain: boolean;
}

/** The same for requests that ask for the same: their operation, their sender, and which properties they have. */
function likeness(operation: string, exchange: Exchange | undefined): string {
  const { sender = {}, request } = exchange ?? {};
  const names = (request?.body ?? '').match(/"[^"\\]+":/g) ?? [];
  return JSON.stringify([operation, sender, names.toSorted((a, b) => a.localeCompare(b))]);
}

/** What differed while something was brought about that checks need: said once for the whole run, and blamed on no check. */
export class Preparation {
  readonly #api: string;
  readonly #noted: Noted[] = [];
  readonly #exchanges: Exchange[] = [];

  constructor(api: string) {
    this.#api = api;
  }

  /** Takes what differed in one exchange, redacted; also where nothing did. */
  note(
    operation: string,
    mismatches: readonly FoundMismatch[],
    exchange: Exchange | undefined,
  ): void {
    const request = likeness(operation, exchange);
    const clauses = new Set(mismatches.map(({ clause }) => clause));
    for (const noted of this.#noted)
      if (!clauses.has(noted.mismatch.clause) && noted.requests.has(request))
        noted.rightAgain = true;
    const index = this.#exchanges.length;
    let isNew = false;
    for (const mismatch of mismatches) {
      const known = this.#noted.find((one) => one.mismatch.clause === mismatch.clause);
      if (known !== undefined) known.requests.add(request);
      else {
        isNew = true;
        this.#noted.push({
          mismatch: { ...mismatch, exchange: index },
          requests: new Set([request]),
          rightAgain: false,
        });
      }
    }
    if (isNew && exchange !== undefined) this.#exchanges.push(exchange);
  }

  /** The same as the result of a check that verifies nothing; none where nothing differed. */
  result(): CheckResult | undefined {
    if (this.#noted.length === 0) return undefined;
    const broken = this.#noted.filter(({ mismatch }) => mismatch.binding === 'MUST');
    // A request that was answered wrongly, and the same one rightly later, shows no rule that the server follows.
    const lasting = broken.filter(({ rightAgain }) => !rightAgain);
    const shown =
      lasting.length > 0 ? this.#noted.filter(({ rightAgain }) => !rightAgain) : this.#noted;
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
