import type { Binding, JsonValue, Operation } from '@oidc-admin/contract';
import type { AllowedResponse, Mismatch, ObservedExchange } from '@oidc-admin/model';
import type { Exchange, FoundMismatch } from '../reports/checkResult.ts';
import { NoResponse } from '../wire/noResponse.ts';
import type { WireRequest } from '../wire/wireRequest.ts';
import type { WireResponse } from '../wire/wireResponse.ts';
import { blamed, namedAs, silence } from './blamed.ts';
import type { CheckRequest } from './checkRequest.ts';
import { observedOf } from './comparedResponse.ts';
import { compose } from './compose.ts';
import { isSigningIn, signInOf } from './contractViews.ts';
import { eachPage } from './eachPage.ts';
import { certainIn } from './inDoubt.ts';
import { allowedOfPages, onlyPage, type AllPages, type ExchangedPage } from './laterPages.ts';
import { noteMade } from './noteMade.ts';
import { NotRun } from './notRun.ts';
import { assignSecrets } from './poolRun.ts';
import { exchangeOf, redactMismatch } from './redacted.ts';
import type { RunContext } from './runContext.ts';
import { secretMismatches } from './secretMismatches.ts';
import type { Composed, SendOptions, Sender, SentRequest } from './sent.ts';
import { isStaleRead, noteChange } from './staleRead.ts';
import { steadyPages } from './steadyPages.ts';
import { doubted, unreadSuccess, violationMismatches } from './violationMismatches.ts';

/** So many differences of one response are kept: who sees them knows enough. */
const mostMismatches = 200;

/** What came of one of several requests that overlap, or why nothing came, and which exchange it was. */
export type OverlappingExchange = (ObservedExchange | { readonly failure: string }) & {
  readonly exchange: number;
};

/** One check while it runs: what it sent, and what differed. */
export class CheckContext implements Sender {
  readonly run: RunContext;
  readonly exchanges: Exchange[] = [];
  readonly mismatches: FoundMismatch[] = [];

  /** Whether other checks run at the same time, so that it must leave everything as it is. */
  readonly overlaps: boolean;

  constructor(run: RunContext, overlaps = false) {
    this.run = run;
    this.overlaps = overlaps;
  }

  /** Why nothing is known any more of what the server holds: whatever comes then says nothing. */
  #lost: FoundMismatch | undefined;

  /** Sends a request, compares the response with what is allowed, and remembers what follows. */
  async send(request: CheckRequest, options: SendOptions = {}): Promise<SentRequest> {
    if (this.#lost !== undefined && options.silent !== true) {
      const { clause, message } = this.#lost;
      throw new NotRun('otherFailure', message, undefined, [clause]);
    }
    const sent = await this.perform(await compose(this.run, this, request), {
      ...options,
      silent: true,
    });
    const isSilent = options.silent === true || options.preparation === true;
    if (sent.certain !== undefined && !isSilent && sent.mismatches.length > 0) {
      this.add(sent.certain);
      throw new NotRun('otherFailure', 'what it is about is not known any more');
    }
    const { principal } = sent.sender;
    const refused = sent.response?.status === 401 || sent.response?.status === 403;
    const usual = !request.wrong && !request.opened && principal !== undefined;
    // A target with short sessions, and a machine that was busy in between: nothing is done twice.
    const isOdd = sent.matched === undefined && (sent.response?.status ?? 500) < 500;
    const isRepeatable = refused || (!request.operation.changes && isOdd);
    if (isRepeatable && usual && this.run.sessions.mayHaveEnded(principal))
      return this.perform(await compose(this.run, this, request), options);
    if (refused && usual && sent.mismatches.length > 0) {
      const renewed = await this.#signedInAnew(request, sent, options);
      if (renewed !== undefined) return renewed;
    }
    this.#report(sent, options);
    return sent;
  }

  /**
   * Sends a request again that was refused and should not have been, in a new session: where that helps, the old one had ended
   * too early, which is a finding of its own.
   */
  async #signedInAnew(
    request: CheckRequest,
    { sender, response, observed }: SentRequest,
    options: SendOptions,
  ): Promise<SentRequest | undefined> {
    const { run } = this;
    const { principal = '' } = sender;
    const index = this.exchanges.length - 1;
    const { [index]: exchange } = this.exchanges;
    const signIn = signInOf(run.contract);
    if (signIn === undefined || options.blame?.some((id) => isOfSignIn(run, id)) === true)
      return undefined;
    const sort = `${request.operation.id} ${exchange?.right === true}`;
    if (!run.sessions.renew(principal, sort, observed?.request.caller)) return undefined;
    const again = await this.perform(await compose(run, this, request), {
      ...options,
      silent: true,
    });
    if (again.matched === undefined || again.response?.status === response?.status) {
      run.sessions.isOfNoUse(sort);
      return undefined;
    }
    // What is done again is no step of the check.
    if (exchange !== undefined) this.exchanges[index] = { ...exchange, preparation: true };
    const { status } = response ?? {};
    const ended: FoundMismatch = {
      clause: signIn.id,
      binding: signIn.binding,
      message: `the session of ${principal} was refused, and a new one was not: it ended too early`,
      expected: String(again.response?.status ?? ''),
      actual: status,
    };
    run.preparation.note(request.operation.id, [this.#found(ended)], exchange);
    this.#report(again, options);
    return again;
  }

  #report({ request, matched, mismatches, doubt }: SentRequest, options: SendOptions): void {
    if (options.silent === true) return;
    if (options.preparation === true) {
      const found = mismatches.map((mismatch) => this.#found(mismatch));
      // A session may have been opened anew since: the last exchange may be another one.
      const [{ exchange = -1 } = {}] = mismatches;
      this.run.preparation.note(request.operation.id, found, this.exchanges.at(exchange));
      return;
    }
    this.add(mismatches);
    const { action, changes } = request.operation;
    if (matched === undefined && changes && 'resource' in action) this.#lost = mismatches[0];
    if (doubt !== undefined && mismatches.length === 0) throw doubted(doubt, matched);
  }

  /** The same for a request that is complete. */
  async perform(composed: Composed, options: SendOptions): Promise<SentRequest> {
    const { run } = this;
    await run.pool.protect(composed, this);
    const expected = allowedFor(run, composed);
    const before = run.state;
    assignSecrets(run, composed);
    const exchanged = await this.exchange(composed, options, isRight(expected));
    const { sent } = exchanged;
    const pages = await this.#laterPages(composed, exchanged, options);
    const { response, failure, index } = pages;
    if (response === undefined) {
      run.pool.doubt(composed);
      const unanswered: SentRequest = {
        request: composed.request,
        sender: composed.sender,
        cookies: composed.cookies,
        response,
        matched: undefined,
        mismatches: [{ ...silence(expected, failure, options), exchange: index }],
        accepted: false,
        observed: undefined,
      };
      this.#report(unanswered, options);
      return unanswered;
    }
    const observed = observedOf(run, composed, response);
    const forgotten = run.pool.forgotten(composed);
    // Others that were answered meanwhile may have signed in or out.
    const now = run.state === before ? expected : allowedFor(run, composed);
    const allowed = allowedOfPages(composed.request, now, pages);
    const verdict = run.model.judge(allowed, observed.response);
    const matched = verdict.matched ?? successOf(allowed, response.status);
    run.pool.mistaken(composed, response, matched === undefined);
    // A refusal under a status that nobody documents may come from anywhere, and after the work was done.
    const isOdd = matched?.warn === true && matched.status === '4XX';
    if (matched === undefined || isOdd) run.pool.doubt(composed, response.status);
    // What is doubted of a response is no change that it made.
    const { state } = run;
    if (matched !== undefined) run.state = matched.next({ ...response, body: response.json });
    noteChange(run, state);
    if (matched !== undefined) run.tags.note(run, composed, response);
    const stale = verdict.mismatches.length > 0 && isStaleRead(run, composed, observed.response);
    run.pool.follow(composed, response, { ...verdict, matched });
    const found = [
      // What is wrong with the body as such comes first: that it is no JSON then follows from it.
      ...violationMismatches(run, composed, response),
      ...blamed(verdict.matched, allowed, verdict.mismatches, response.status, options),
      ...observed.mismatches,
      ...secretMismatches(run, composed, response, before),
    ]
      .slice(0, mostMismatches)
      .map((mismatch): FoundMismatch => ({
        ...namedAs(mismatch, options.relabel?.(mismatch) ?? mismatch.clause),
        exchange: index,
        ...(stale && { stale }),
      }))
      .concat(pages.mismatches, eachPage(run, composed, pages, allowed, options));
    const doubt = pages.doubt || unreadSuccess(composed, observed.response, matched);
    const answered: SentRequest = {
      request: composed.request,
      sender: composed.sender,
      cookies: composed.cookies,
      response,
      matched,
      mismatches: found,
      accepted: response.status >= 200 && response.status < 300,
      observed: { request: composed.model, response: observed.response, ...sent },
      ...(doubt !== '' && { doubt }),
      ...(forgotten !== undefined && {
        certain: certainIn(run, forgotten, before, composed, { ...observed, found }),
      }),
    };
    this.#report(answered, options);
    return answered;
  }

  async #laterPages(
    composed: Composed,
    first: ExchangedPage,
    options: SendOptions,
  ): Promise<AllPages> {
    const { run } = this;
    const { request } = composed;
    if (request.pages !== true) return onlyPage(first, false);
    return steadyPages(run, composed, first, {
      ask: async (page) =>
        this.exchange(await compose(run, this, { ...request, ...page }), options, true),
      allowed: () => allowedFor(run, composed),
    });
  }

  /**
   * Sends a request and looks at nothing but its framing and the secrets in it: for those that overlap, which only their whole
   * explains.
   */
  async observe(composed: Composed): Promise<OverlappingExchange> {
    await this.run.pool.protect(composed, this);
    const { sent, response, failure, index } = await this.exchange(composed, {}, false);
    if (response === undefined) return { failure, exchange: index };
    const observed = observedOf(this.run, composed, response);
    const found = [
      ...observed.mismatches,
      ...violationMismatches(this.run, composed, response),
      ...secretMismatches(this.run, composed, response),
    ];
    this.add(found, index);
    return { request: composed.model, response: observed.response, ...sent, exchange: index };
  }

  /** Records differences, each once. What does not say where it was seen was seen in the exchange given, or the last one. */
  add(mismatches: readonly FoundMismatch[], exchange = this.exchanges.length - 1): void {
    for (const mismatch of mismatches) {
      const known = this.mismatches.some(
        ({ clause, message }) => clause === mismatch.clause && message === mismatch.message,
      );
      if (known) continue;
      const at = mismatch.exchange ?? exchange;
      this.mismatches.push({ ...this.#found(mismatch), ...(at >= 0 && { exchange: at }) });
    }
  }

  #found(mismatch: FoundMismatch): FoundMismatch {
    return { ...redactMismatch(this.run, mismatch), binding: this.bindingOf(mismatch) };
  }

  /** However it was broken: nobody fails on a clause that is a SHOULD, and a strict run has none. */
  private bindingOf({ clause, binding }: FoundMismatch): Binding {
    if (this.run.parameters.strict) return 'MUST';
    return this.run.clause(clause)?.binding === 'SHOULD' ? 'SHOULD' : binding;
  }

  /** A clause that is broken in a way that only the check sees. */
  blame(
    clause: string,
    message: string,
    expected?: JsonValue,
    actual?: JsonValue,
    exchange?: number,
    because: Pick<Mismatch, 'symptom' | 'at'> = {},
  ): void {
    const binding = this.run.clause(clause)?.binding ?? 'MUST';
    this.add([{ clause, binding, message, expected, actual, ...because }], exchange);
  }

  operation(id: string): Operation {
    return this.run.operation(id);
  }

  private async exchange(
    composed: Composed,
    { beyondLimit = false, preparation = false }: SendOptions,
    right: boolean,
  ): Promise<ExchangedPage & { sent: { start: number; end: number } }> {
    const { cookies } = composed;
    noteMade(this.run, composed);
    const wire = withCookie(composed);
    const start = performance.now();
    let response: WireResponse | undefined;
    let failure = '';
    try {
      const raw = composed.request.raw === true;
      response = await this.run.wire.send(wire, { raw, beyondLimit });
      await cookies.keep(wire.url, response.cookies);
    } catch (error) {
      // Whoever stopped the run does not know whether it was done.
      if (!(error instanceof NoResponse)) this.run.pool.doubt(composed);
      if (!(error instanceof NoResponse)) throw error;
      failure = error.message;
    }
    const end = performance.now();
    const index = this.exchanges.length;
    for (const value of cookies.secrets) this.run.ownSecrets.add(value);
    const exchange = exchangeOf(this.run, { ...composed, wire }, response ?? failure, end - start);
    this.exchanges.push({
      ...exchange,
      start: Date.now() - (end - start),
      ...(right && { right }),
      ...(preparation && { preparation }),
    });
    return { sent: { start, end }, response, failure, index, url: wire.url };
  }
}

/** Whether a clause is about signing in or out: then a session that ended is what its check looks for. */
function isOfSignIn(run: RunContext, id: string): boolean {
  const operation = run.clause(id)?.operation;
  return operation !== undefined && isSigningIn(run.operation(operation));
}

function withCookie({ wire, cookies }: Composed): WireRequest {
  const cookie = cookies.header(wire.url, wire.headers['cookie']);
  return cookie === undefined ? wire : { ...wire, headers: { ...wire.headers, cookie } };
}

function allowedFor(run: RunContext, { request, model }: Composed): readonly AllowedResponse[] {
  if (request.method !== undefined) return run.model.refusal(run.state, model.operation, 'method');
  return run.model.step(run.state, model);
}

/** Whether the request breaks no rule that is known. */
function isRight([first]: readonly AllowedResponse[]): boolean {
  return first !== undefined && first.broken === undefined;
}

/** A right request that is answered with another success than the documented one was taken all the same. */
function successOf(
  allowed: readonly AllowedResponse[],
  status: number,
): AllowedResponse | undefined {
  if (status < 200 || status >= 300 || !isRight(allowed)) return undefined;
  return allowed.find(({ broken, warn }) => broken === undefined && !warn);
}
