import type { AllowedResponse, Difference, Observed } from '@oidc-admin/model';

import type { Exchange, FoundDifference } from '../reports/checkResult.ts';
import { LimitReached } from '../wire/wire.ts';
import type { WireResponse } from '../wire/wireResponse.ts';
import { NoResponse } from '../wire/wireResponse.ts';
import type { Bench } from './bench.ts';
import { compose } from './compose.ts';
import type { Composed } from './compose.ts';
import type { Operation } from './contractTypes.ts';
import { flawDifferences } from './flawDifferences.ts';
import type { Intent } from './intent.ts';
import { exchangeOf, redactDifference } from './redacted.ts';
import { secretDifferences } from './secretDifferences.ts';
import { seenOf } from './seen.ts';
import type { JsonValue } from '../wire/jsonValue.ts';

/** What came of one request. */
export interface Sent {
  readonly intent: Intent;
  readonly sender: Composed['sender'];
  readonly response: WireResponse | undefined;
  readonly matched: AllowedResponse | undefined;
  readonly differences: readonly FoundDifference[];
  /** Answered with a success. */
  readonly accepted: boolean;
  readonly observed: Observed | undefined;
}

/** What came of one of several requests that overlap, or why nothing came, and which exchange it was. */
export type Seen = (Observed | { readonly failure: string }) & { readonly exchange: number };

export interface SendOptions {
  /** The clauses that are broken where a right request is refused. */
  readonly blame?: readonly string[];
  /** Another name for what a difference breaks: the clause that this check is about. */
  readonly relabel?: (difference: Difference) => string;
  /** Left out of the result; the caller decides what it means. */
  readonly silent?: boolean;
  /** Cleaning up is not stopped by the limit of requests. */
  readonly beyondLimit?: boolean;
}

/** One case while it runs: what it sent, and what differed. */
export class Trial {
  readonly bench: Bench;
  readonly exchanges: Exchange[] = [];
  readonly differences: FoundDifference[] = [];

  constructor(bench: Bench) {
    this.bench = bench;
  }

  /** Sends a request, compares the response with what is allowed, and remembers what follows. */
  async send(intent: Intent, options: SendOptions = {}): Promise<Sent> {
    const sent = await this.perform(await compose(this, intent), { ...options, silent: true });
    const { principal } = sent.sender;
    const refused = sent.response?.status === 401 || sent.response?.status === 403;
    const usual =
      intent.wrong === undefined && intent.opened === undefined && principal !== undefined;
    // A target with short sessions, and a machine that was busy in between.
    if (refused && usual && this.bench.sessions.mayHaveEnded(principal))
      return this.perform(await compose(this, intent), options);
    if (options.silent !== true) this.add(sent.differences);
    return sent;
  }

  /** The same for a request that is complete. */
  async perform(composed: Composed, options: SendOptions): Promise<Sent> {
    const { bench } = this;
    const allowed = allowedFor(bench, composed);
    bench.subjects.own(composed);
    const { sent, response, failure, index } = await this.exchange(composed, options);
    if (response === undefined) {
      bench.subjects.doubt(composed);
      const differences = [{ ...unanswered(allowed, failure, options), exchange: index }];
      if (options.silent !== true) this.add(differences);
      return {
        intent: composed.intent,
        sender: composed.sender,
        response,
        matched: undefined,
        differences,
        accepted: false,
        observed: undefined,
      };
    }
    const seen = seenOf(bench, composed, response);
    const verdict = bench.model.judge(allowed, seen.response);
    const before = bench.state;
    if (verdict.matched === undefined) bench.subjects.doubt(composed, response.status);
    else bench.state = verdict.matched.next({ status: response.status, body: response.json });
    bench.subjects.follow(composed, response, verdict);
    const found = [
      ...blamed(verdict.matched, allowed, verdict.differences, response.status, options),
      ...seen.differences,
      ...flawDifferences(bench, composed, response),
      ...secretDifferences(bench, composed, response, before),
    ].map((difference) => ({
      ...difference,
      clause: options.relabel?.(difference) ?? difference.clause,
      exchange: index,
    }));
    if (options.silent !== true) this.add(found);
    return {
      intent: composed.intent,
      sender: composed.sender,
      response,
      matched: verdict.matched,
      differences: found,
      accepted: response.status >= 200 && response.status < 300,
      observed: { request: composed.model, seen: seen.response, ...sent },
    };
  }

  /** Sends a request and looks at nothing but secrets: for those that overlap, which only their whole explains. */
  async observe(composed: Composed): Promise<Seen> {
    const { sent, response, failure, index } = await this.exchange(composed, {});
    if (response === undefined) return { failure, exchange: index };
    const seen = seenOf(this.bench, composed, response);
    this.add([...seen.differences, ...flawDifferences(this.bench, composed, response)], index);
    return { request: composed.model, seen: seen.response, ...sent, exchange: index };
  }

  /** Records differences, each once. What does not say where it was seen was seen in the exchange given, or the last one. */
  add(differences: readonly FoundDifference[], exchange = this.exchanges.length - 1): void {
    for (const difference of differences) {
      const known = this.differences.some(
        ({ clause, message }) => clause === difference.clause && message === difference.message,
      );
      if (known) continue;
      const at = difference.exchange ?? exchange;
      this.differences.push({
        ...redactDifference(this.bench, difference),
        ...(at >= 0 && { exchange: at }),
      });
    }
  }

  /** A clause that is broken in a way that only the case sees. */
  blame(
    clause: string,
    message: string,
    expected?: JsonValue,
    actual?: JsonValue,
    exchange?: number,
  ): void {
    const binding = this.bench.contract.clauses.find(({ id }) => id === clause)?.binding ?? 'MUST';
    this.add([{ clause, binding, message, expected, actual }], exchange);
  }

  operation(id: string): Operation {
    return this.bench.operation(id);
  }

  private async exchange(
    composed: Composed,
    { beyondLimit = false }: SendOptions,
  ): Promise<{
    sent: { start: number; end: number };
    response: WireResponse | undefined;
    failure: string;
    index: number;
  }> {
    const start = performance.now();
    let response: WireResponse | undefined;
    let failure = '';
    try {
      const raw = composed.intent.raw === true;
      response = await this.bench.wire.send(composed.wire, { raw, beyondLimit });
    } catch (error) {
      if (error instanceof LimitReached) throw error;
      if (!(error instanceof NoResponse)) throw error;
      failure = error.message;
    }
    const end = performance.now();
    const index = this.exchanges.length;
    this.exchanges.push(exchangeOf(this.bench, composed, response ?? failure, end - start));
    return { sent: { start, end }, response, failure, index };
  }
}

function allowedFor(bench: Bench, { intent, model }: Composed): readonly AllowedResponse[] {
  if (intent.method !== undefined)
    return bench.model.refusal(bench.state, model.operation, 'method');
  return bench.model.step(bench.state, model);
}

function unanswered(
  allowed: readonly AllowedResponse[],
  failure: string,
  { blame = [] }: SendOptions,
): Difference {
  const [first] = allowed;
  return {
    clause: first?.broken?.clause ?? blame[0] ?? first?.clause ?? '',
    binding: 'MUST',
    message: `there is no response: ${failure}`,
    expected: first === undefined ? undefined : String(first.status),
    actual: undefined,
  };
}

/**
 * A right request that was refused breaks the clauses that the request was made for. One that was taken, but with
 * another success than the documented one, breaks what is said of the response.
 */
function blamed(
  matched: AllowedResponse | undefined,
  allowed: readonly AllowedResponse[],
  differences: readonly Difference[],
  status: number,
  { blame = [] }: SendOptions,
): readonly Difference[] {
  const right = allowed[0]?.broken === undefined;
  if (matched !== undefined || blame.length === 0 || !right || status < 300) return differences;
  return differences.flatMap((difference) => blame.map((clause) => ({ ...difference, clause })));
}
