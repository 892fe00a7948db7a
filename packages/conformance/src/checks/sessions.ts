import {
  Cookies,
  type MissingVariable,
  type Opened,
  type Principal,
  type RawRequest,
  type TestAccess,
} from '@oidc-admin/client';
import { type Contract, wrongWayOf } from '@oidc-admin/contract';
import type { ModelRequest, ModelState } from '@oidc-admin/model';
import type { RunParameters } from '../runner/runParameters.ts';
import type { RunNetwork } from '../wire/runNetwork.ts';
import { RateLimited, type Wire } from '../wire/wire.ts';
import { withChangedProof } from './carriedProof.ts';
import type { CheckRequest } from './checkRequest.ts';
import { NotRun } from './notRun.ts';
import { schemeFor } from './schemeFor.ts';
import type { Composed, Sender } from './sent.ts';
import { wireFetch } from './wireFetch.ts';

export type TestersAccess = TestAccess<Principal & Readonly<Record<string, unknown>>>;
export type TestPrincipal = ReturnType<TestersAccess['principals']>['principals'][number];

/** What sessions need of a run. */
interface SessionRun {
  readonly parameters: RunParameters;
  readonly contract: Contract;
  readonly access: TestersAccess;
  readonly credentials: Set<string>;
  readonly missing: readonly MissingVariable[];
  readonly network: RunNetwork;
  readonly wire: Pick<Wire, 'pause'>;
  state: ModelState;
}

interface Session {
  readonly opened: Opened;
  /** Milliseconds since the process began. */
  readonly since: number;
}

/** Waiting for a session to expire takes at most so long. */
const longestWaitSeconds = 60;

/** The sessions of a run: opened when first needed, renewed long before they could end by themselves. */
export class Sessions {
  readonly #run: () => SessionRun;
  readonly #open = new Map<string, Session>();
  readonly #opening = new Map<string, Promise<Session>>();
  /** Sessions that others took the place of, but that a request on its way may still carry. */
  readonly #replaced = new Map<string, Session>();
  /** Sessions that requests may close by mistake. */
  readonly #lent: Opened[] = [];
  readonly #waiting = new Map<string, Session>();
  /** How often a new session was refused as well, by the sort of request. */
  readonly #ofNoUse = new Map<string, number>();
  /** Each session has cookies of its own. */
  readonly #cookies = new WeakMap<Opened, Cookies>();

  constructor(run: () => SessionRun) {
    this.#run = run;
  }

  /** A signed-in principal. Whoever asks while it signs in gets the same session. */
  async of(sender: Sender, principal: TestPrincipal): Promise<Opened> {
    const { name } = principal;
    const known = this.#open.get(name);
    if (known !== undefined && performance.now() - known.since < this.#halfLife(known))
      return known.opened;
    const opening = this.#opening.get(name) ?? this.#renew(sender, principal, known);
    this.#opening.set(name, opening);
    try {
      return (await opening).opened;
    } finally {
      this.#opening.delete(name);
    }
  }

  async #renew(
    sender: Sender,
    principal: TestPrincipal,
    known: Session | undefined,
  ): Promise<Session> {
    const session =
      principal.borrowed === true
        ? await this.#borrow(sender, principal)
        : await this.another(sender, principal);
    this.#open.set(principal.name, session);
    const oldest = this.#replaced.get(principal.name);
    if (known !== undefined) this.#replaced.set(principal.name, known);
    if (oldest !== undefined) await this.#close(oldest.opened);
    return session;
  }

  /** A session that was opened elsewhere: the model knows it only by name. */
  async #borrow(sender: Sender, principal: TestPrincipal): Promise<Session> {
    const run = this.#run();
    const since = performance.now();
    const cookies = new Cookies();
    const fetch = wireFetch(sender, run, principal.name, cookies);
    const opened = await run.access.open({ url: run.parameters.target.url, fetch }, principal);
    this.#cookies.set(opened, cookies);
    const { token } = opened;
    if (token === undefined) return { opened, since };
    run.credentials.add(token);
    const session = {
      user: principal.name,
      role: principal.role ?? '',
      lastUsed: Date.now(),
      closed: false,
    };
    run.state = { ...run.state, sessions: new Map(run.state.sessions).set(token, session) };
    return { opened, since };
  }

  /** A session of its own, which the caller closes. None of a principal whose session was opened elsewhere. */
  async another(sender: Sender, principal: TestPrincipal): Promise<Session> {
    const { access, contract, credentials, parameters, missing } = this.#run();
    // Where the server has no log-on, no variable would help.
    const opens = contract.operations.some(({ action }) => action.does === 'open');
    if (principal.borrowed === true)
      throw new NotRun(
        'principal',
        `${principal.name} has a session that was opened elsewhere: no other one can be opened, and it is not closed`,
        opens ? missing.find(({ role }) => role === principal.role)?.variable : undefined,
      );
    const since = performance.now();
    let token: string | undefined;
    const cookies = new Cookies();
    // Whether an old session is still open when it is closed is not known.
    const isOver = ({ request: { operation } }: Composed): boolean =>
      operation.action.does === 'close' && this.#isOld(since);
    const own: Sender = {
      send: (request, options) => sender.send(request, options),
      perform: (composed, options) =>
        sender.perform(composed, isOver(composed) ? { ...options, silent: true } : options),
    };
    const fetch = wireFetch(
      own,
      this.#run(),
      principal.name,
      cookies,
      (answered) => (token = answered),
    );
    try {
      const opened = await access.open({ url: parameters.target.url, fetch }, principal);
      if (opened.token !== undefined) credentials.add(opened.token);
      this.#cookies.set(opened, cookies);
      return { opened, since };
    } catch (error) {
      // A client refuses a response that is wrong in any way; the checks go on with the token that it holds.
      for (let cause = error; cause instanceof Error; cause = cause.cause)
        if (cause instanceof RateLimited) throw cause;
      if (token === undefined)
        throw new NotRun(
          'preparation',
          `${principal.name} could not sign in: ${(error as Error).message}`,
        );
      credentials.add(token);
      return { opened: this.#closing(sender, principal.name, this.bare(token, cookies)), since };
    }
  }

  /** A session that is closed by the operation itself, as a client would have done. */
  #closing(sender: Sender, by: string, opened: Opened): Opened {
    const { contract } = this.#run();
    const operation = contract.operations.find(({ action }) => action.does === 'close');
    if (operation === undefined) return opened;
    const close = async (): Promise<void> => {
      await sender.send({ operation, path: {}, by, opened }, { preparation: true });
    };
    return { ...opened, close };
  }

  /** A session of its own for a request that may close it by mistake; it is closed at the end. */
  async lend(sender: Sender, principal: TestPrincipal): Promise<Opened> {
    let isOver = false;
    // It is not known whether it is still open at the end: the response to closing it says nothing.
    const perform: Sender['perform'] = (composed, options) =>
      sender.perform(composed, isOver ? { ...options, silent: true } : options);
    const send: Sender['send'] = (request, options) => sender.send(request, options);
    const { opened } = await this.another({ send, perform }, principal);
    const close = (): Promise<void> => {
      isOver = true;
      return opened.close();
    };
    this.#lent.push({ ...opened, close });
    return opened;
  }

  /** The cookies of a session. */
  cookiesOf(opened: Opened): Cookies {
    const cookies = this.#cookies.get(opened) ?? new Cookies();
    this.#cookies.set(opened, cookies);
    return cookies;
  }

  /** A session of which nothing is known but its token and its cookies. */
  bare(token: string, cookies: Cookies): Opened {
    const { contract } = this.#run();
    const header = Object.values(contract.security)[0]?.header ?? 'Authorization';
    const opened: Opened = {
      token,
      authorize: (request) => ({ ...request, headers: { ...request.headers, [header]: token } }),
      close: async () => undefined,
    };
    this.#cookies.set(opened, cookies);
    return opened;
  }

  /** Whether the session of a principal may have ended by itself meanwhile; then it is forgotten. */
  mayHaveEnded(principal: string): boolean {
    const known = this.#open.get(principal);
    if (known === undefined || !this.#isOld(known.since, known)) return false;
    this.#open.delete(principal);
    return true;
  }

  /**
   * Forgets the session of a refused request, unless new ones were of no use to such requests before, or there is none to be
   * had. Of several requests that were refused together, the first one does it for all.
   */
  renew(principal: string, sort: string, caller: ModelRequest['caller'] | undefined): boolean {
    if ((this.#ofNoUse.get(sort) ?? 0) > 1) return false;
    const known = this.#open.get(principal);
    if (known === undefined) return true;
    if (known.opened.token === undefined) return false;
    if (caller?.kind === 'token' && caller.token === known.opened.token)
      this.#open.delete(principal);
    return true;
  }

  /** Notes that requests of a sort are refused in new sessions as well. */
  isOfNoUse(sort: string): void {
    this.#ofNoUse.set(sort, (this.#ofNoUse.get(sort) ?? 0) + 1);
  }

  /** Has everybody sign in anew; what others did at the same time may have ended sessions that were of no use. */
  renewAll(): void {
    this.#ofNoUse.clear();
    for (const { opened } of this.#open.values()) this.#lent.push(opened);
    this.#open.clear();
  }

  /** Signs a principal in anew when it is asked for next. */
  forget(principal: string): void {
    this.#open.delete(principal);
  }

  /** Signs a request in a wrong way. A session that it may close or that must have ended is its own. */
  async wrongly(
    sender: Sender,
    principal: TestPrincipal,
    asked: CheckRequest,
    request: RawRequest,
  ): Promise<RawRequest> {
    const { wrong: element = '', altered, replayed, operation } = asked;
    const { access, contract, parameters } = this.#run();
    const found = wrongWayOf(contract, operation, element);
    const { way: wrong = element } = found ?? {};
    const scheme = found?.scheme.name ?? operation.security ?? '';
    if (wrong !== 'none') schemeFor(this.#run(), principal, { operation, scheme });
    if (replayed !== undefined) return { ...request, headers: { ...request.headers, ...replayed } };
    if (wrong === 'closed') return (await this.#closed(sender, principal)).authorize(request);
    if (wrong === 'expired')
      return (await this.#expired(sender, principal, operation.id)).authorize(request, scheme);
    const sign = access.wrong[wrong];
    if (sign === undefined)
      throw new NotRun('preparation', `it is not known how to sign in wrongly by '${wrong}'`);
    const target = {
      url: parameters.target.url,
      fetch: wireFetch(sender, this.#run(), principal.name, new Cookies()),
    };
    const opened =
      operation.action.does === 'close'
        ? await this.lend(sender, principal)
        : await this.of(sender, principal);
    if (altered === undefined) return sign(request, { principal, target, opened, scheme });
    const place = found?.scheme ?? { header: '' };
    return withChangedProof(await opened.authorize(request, scheme), place, altered);
  }

  /** Opens early what must have expired later, so that there is little to wait for. Nothing where nothing can expire. */
  async prepareExpiry(sender: Sender, principal: TestPrincipal, operation: string): Promise<void> {
    const seconds = this.#run().parameters.sessionTimeoutSeconds;
    if (seconds === undefined || seconds > longestWaitSeconds || this.#waiting.has(operation))
      return;
    if (principal.borrowed === true) return;
    const { opened } = await this.another(sender, principal);
    // From here on, and not from before it was opened: nobody has used it later.
    this.#waiting.set(operation, { opened, since: performance.now() });
  }

  /** Signs out everywhere, but where a session is to expire. Failures are of no matter: sessions end by themselves. */
  async closeAll(): Promise<void> {
    const all = [...this.#open.values(), ...this.#replaced.values()].map(({ opened }) => opened);
    all.push(...this.#lent.splice(0));
    this.#open.clear();
    this.#replaced.clear();
    for (const opened of all) await this.#close(opened);
  }

  async #close(opened: Opened): Promise<void> {
    await opened.close().catch(() => undefined);
  }

  async #closed(sender: Sender, principal: TestPrincipal): Promise<Opened> {
    const { opened } = await this.another(sender, principal);
    await opened.close().catch((error: Error) => {
      throw new NotRun('preparation', `${principal.name} could not sign out: ${error.message}`);
    });
    return opened;
  }

  async #expired(sender: Sender, principal: TestPrincipal, operation: string): Promise<Opened> {
    await this.prepareExpiry(sender, principal, operation);
    const session = this.#waiting.get(operation) ?? (await this.another(sender, principal));
    const { lifeSeconds } = session.opened;
    const seconds = lifeSeconds ?? this.#run().parameters.sessionTimeoutSeconds;
    if (seconds === undefined)
      throw new NotRun('preparation', 'how long a session lasts is not known');
    if (seconds > longestWaitSeconds)
      throw new NotRun(
        'preparation',
        `a session ends after ${seconds} s, and at most ${longestWaitSeconds} s are waited`,
      );
    const grace = this.#run().parameters.target.embedded ? ownGraceMs : graceMs;
    const left = session.since + seconds * 1000 + grace - performance.now();
    if (left > 0) await this.#run().wire.pause(left);
    return session.opened;
  }

  #isOld(since: number, known?: Session): boolean {
    return performance.now() - since >= this.#halfLife(known) * 1.6;
  }

  #halfLife(known?: Session): number {
    const { parameters, contract } = this.#run();
    const [scheme] = Object.values(contract.security);
    const seconds =
      known?.opened.lifeSeconds ?? parameters.sessionTimeoutSeconds ?? scheme?.timeoutSeconds;
    return seconds === undefined ? Number.POSITIVE_INFINITY : seconds * 500;
  }
}

/** How much later than its time-out a session must have ended. */
const graceMs = 1000;
/** The same at a mock of this process, which has the same clock: a little more than the model leaves in doubt. */
const ownGraceMs = 600;
