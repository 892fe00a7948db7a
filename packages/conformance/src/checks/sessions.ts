import type { Opened, RawRequest } from '@oidc-admin/client';

import type { RunContext, TestPrincipal } from './runContext.ts';
import { NotRun } from './check.ts';
import type { CheckContext } from './checkContext.ts';
import { wireFetch } from './wireFetch.ts';

interface Session {
  readonly opened: Opened;
  /** Milliseconds since the process began. */
  readonly since: number;
}

/** Waiting for a session to expire takes at most so long. */
export const longestWaitSeconds = 60;

/** The sessions of a run: opened when first needed, renewed long before they could end by themselves. */
export class Sessions {
  readonly #run: () => RunContext;
  /** How often a session was opened to take the place of another one, or of none. */
  renewals = 0;
  readonly #open = new Map<string, Session>();
  readonly #ended = new Map<string, Opened>();
  readonly #waiting = new Map<string, Session>();

  constructor(run: () => RunContext) {
    this.#run = run;
  }

  /** A signed-in principal. */
  async of(context: CheckContext, principal: TestPrincipal): Promise<Opened> {
    const known = this.#open.get(principal.name);
    if (known !== undefined && performance.now() - known.since < this.#halfLife())
      return known.opened;
    const session = await this.another(context, principal);
    this.#open.set(principal.name, session);
    this.renewals += 1;
    if (known !== undefined) await this.#close(known.opened);
    return session.opened;
  }

  /** A session of its own, which the caller closes. */
  async another(context: CheckContext, principal: TestPrincipal): Promise<Session> {
    const { access, credentials, parameters } = this.#run();
    const since = performance.now();
    let token: string | undefined;
    const fetch = wireFetch(context, principal.name, (answered) => (token = answered));
    try {
      const opened = await access.open({ url: parameters.target.url, fetch }, principal);
      if (opened.token !== undefined) credentials.add(opened.token);
      return { opened, since };
    } catch (error) {
      // A client refuses a response that is wrong in any way; the checks go on with the token that it holds.
      if (token === undefined)
        throw new NotRun(
          'preparation',
          `${principal.name} could not sign in: ${(error as Error).message}`,
        );
      credentials.add(token);
      return { opened: this.#bare(token), since };
    }
  }

  #bare(token: string): Opened {
    const { contract } = this.#run();
    const header = Object.values(contract.security)[0]?.header ?? 'Authorization';
    return {
      token,
      authorize: (request) => ({ ...request, headers: { ...request.headers, [header]: token } }),
      close: async () => undefined,
    };
  }

  /** Whether somebody's session may have ended by itself meanwhile; then it is forgotten. */
  mayHaveEnded(principal: string): boolean {
    const known = this.#open.get(principal);
    if (known === undefined || performance.now() - known.since < this.#halfLife() * 1.6)
      return false;
    this.#open.delete(principal);
    return true;
  }

  /** Forgets a session that was closed or cannot be trusted any more. */
  forget(principal: string): void {
    this.#open.delete(principal);
  }

  /** Signs a request in a wrong way. */
  async wrongly(
    context: CheckContext,
    principal: TestPrincipal,
    way: string,
    request: RawRequest,
  ): Promise<RawRequest> {
    const { access, parameters } = this.#run();
    if (way === 'closed') return (await this.#closed(context, principal)).authorize(request);
    if (way === 'expired') return (await this.#expired(context, principal)).authorize(request);
    const wrong = access.wrong[way];
    if (wrong === undefined)
      throw new NotRun('preparation', `nobody knows how to sign in wrongly by '${way}'`);
    const target = { url: parameters.target.url, fetch: wireFetch(context, principal.name) };
    return wrong(request, { principal, target, opened: await this.of(context, principal) });
  }

  /** Opens early what must have expired later, so that there is little to wait for. Nothing where nothing can expire. */
  async prepareExpiry(context: CheckContext, principal: TestPrincipal): Promise<void> {
    const seconds = this.#run().parameters.sessionTimeoutSeconds;
    if (seconds === undefined || seconds > longestWaitSeconds || this.#waiting.has(principal.name))
      return;
    this.#waiting.set(principal.name, await this.another(context, principal));
  }

  /** Signs out everywhere, but where a session is to expire. Failures are of no matter: sessions end by themselves. */
  async closeAll(): Promise<void> {
    const all = [...this.#open.values()];
    this.#open.clear();
    for (const { opened } of all) await this.#close(opened);
  }

  async #close(opened: Opened): Promise<void> {
    await opened.close().catch(() => undefined);
  }

  async #closed(context: CheckContext, principal: TestPrincipal): Promise<Opened> {
    const known = this.#ended.get(principal.name);
    if (known !== undefined) return known;
    const { opened } = await this.another(context, principal);
    await opened.close().catch((error: Error) => {
      throw new NotRun('preparation', `${principal.name} could not sign out: ${error.message}`);
    });
    this.#ended.set(principal.name, opened);
    return opened;
  }

  async #expired(context: CheckContext, principal: TestPrincipal): Promise<Opened> {
    const seconds = this.#run().parameters.sessionTimeoutSeconds;
    if (seconds === undefined)
      throw new NotRun('preparation', 'after which time a session ends was not told');
    if (seconds > longestWaitSeconds)
      throw new NotRun(
        'preparation',
        `a session ends after ${seconds} s, and at most ${longestWaitSeconds} s are waited`,
      );
    await this.prepareExpiry(context, principal);
    const session = this.#waiting.get(principal.name) ?? (await this.another(context, principal));
    const left = session.since + seconds * 1000 + graceMs - performance.now();
    if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
    return session.opened;
  }

  #halfLife(): number {
    const { parameters, contract } = this.#run();
    const [scheme] = Object.values(contract.security);
    const seconds = parameters.sessionTimeoutSeconds ?? scheme?.timeoutSeconds;
    return seconds === undefined ? Number.POSITIVE_INFINITY : seconds * 500;
  }
}

/** How much later than its time-out a session must have ended. */
const graceMs = 1000;
