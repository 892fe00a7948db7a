import type { TableOperation } from '@oidc-admin/contract';
import type { Authentication, OutgoingRequest, ReceivedResponse } from './authentication.ts';
import { connectionError } from './connectionError.ts';
import type { Cookies } from './cookies.ts';
import type { Deadline } from './deadline.ts';
import { AbortedError, ClientError, UnexpectedResponseError } from './errors.ts';
import { shownRequest, type ShownRequest } from './exchange.ts';
import { isDoubtful } from './isDoubtful.ts';
import { type CallOutcome, judge, type JudgeSettings } from './judge.ts';
import { readText, tooLarge } from './readText.ts';
import { hasProperties } from './redactor.ts';
import type { SessionCookies } from './sessionCookies.ts';
import { type TraceContext, traceHeaders } from './traceContext.ts';
import type { CallOptions } from './types.ts';

/** The part of the global `fetch` that a client uses. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What one attempt needs to know of its client. */
export interface AttemptSettings extends JudgeSettings {
  readonly baseUrl: () => string | Promise<string>;
  readonly fetch: () => Fetch | Promise<Fetch>;
  readonly authentication?: Authentication | undefined;
  readonly cookies: SessionCookies;
  /** In bytes. */
  readonly maxResponseBytes: number;
  readonly traceContext?: (() => TraceContext | undefined) | undefined;
  readonly hold?: ((request: ShownRequest) => boolean) | undefined;
  /** Says what in a success breaks the contract, if anything. */
  readonly validate?:
    | ((operation: string, value: unknown) => Promise<string | undefined>)
    | undefined;
}

/** What openapi-fetch made of a call: path and query, headers and body. */
export interface PreparedRequest {
  readonly url: string;
  readonly init: { readonly headers: Headers; readonly body?: unknown };
}

/** The secrets of the call that a response came of: a server may quote them in a success too. */
export const responseSecrets = new WeakMap<object, () => readonly string[]>();

/** The header `Link` of a response: what leads from one page of a list to the next one. */
export const linkHeaders = new WeakMap<object, string>();

/** One call on its way to the server. */
export interface PendingCall {
  readonly operation: TableOperation;
  readonly options: CallOptions;
  /** The secrets in the caller's input. */
  readonly secrets: () => readonly string[];
  /** Headers that the client adds; names in lower case. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What an attempt came to, and what was sent, where anything was. */
export interface Attempt {
  readonly outcome: CallOutcome;
  /** It failed, and may have changed something all the same. */
  readonly isDoubtful: boolean;
  /** None where nothing was sent: sign-in or configuration failed, and sending again is not the remedy. */
  readonly request?: OutgoingRequest | undefined;
  /** Every secret of the call that is known by now. */
  readonly secrets: () => readonly string[];
  /** What was passed on of a trace. */
  readonly traceContext?: TraceContext | undefined;
}

/** Stands for what a browser tells about a redirect: that it was one. */
const opaqueRedirect = { status: 302, headers: new Headers({ location: '' }), text: '' };

/** What is sent, but for the proof of who sends it. */
async function outgoing(
  { baseUrl }: AttemptSettings,
  { init, url }: PreparedRequest,
  { operation, headers }: PendingCall,
  traceContext: TraceContext | undefined,
): Promise<OutgoingRequest> {
  const { accept, body: { mediaType } = {} } = operation;
  return {
    method: operation.method,
    url: (await baseUrl()) + url,
    headers: {
      ...Object.fromEntries(init.headers),
      ...(accept === undefined ? {} : { accept }),
      ...(mediaType === undefined || init.body === undefined ? {} : { 'content-type': mediaType }),
      ...headers,
      ...traceHeaders(traceContext),
    },
    body: typeof init.body === 'string' ? init.body : undefined,
  };
}

async function receive(
  settings: AttemptSettings,
  { method, url, headers, body }: OutgoingRequest,
  { id }: TableOperation,
  cookies: Cookies,
  signal: AbortSignal,
): Promise<ReceivedResponse> {
  const fetch = await settings.fetch();
  // After the proof was added: what stands before the server may take its cookies out of a signed request.
  const cookie = cookies.header(url, headers['cookie']);
  const response = await fetch(url, {
    method,
    headers: cookie === undefined ? headers : { ...headers, cookie },
    redirect: 'manual',
    signal,
    ...(body === undefined ? {} : { body }),
  });
  if (response.type === 'opaqueredirect') return opaqueRedirect;
  const set = response.headers.getSetCookie();
  if (set.length > 0) await cookies.keep(url, set);
  const text = await readText(response, settings.maxResponseBytes);
  if (text !== tooLarge) return { status: response.status, headers: response.headers, text };
  throw new UnexpectedResponseError({
    message: `${id}: answered ${response.status} with a body over the limit of ${settings.maxResponseBytes} bytes`,
    operation: id,
    reason: 'tooLarge',
    status: response.status,
  });
}

/** Checks a success against the contract, if the option says so. */
async function validated(
  { validate, redactor }: AttemptSettings,
  { id }: TableOperation,
  outcome: CallOutcome,
  secrets: () => readonly string[],
  isOver: () => boolean,
): Promise<CallOutcome> {
  if (validate === undefined || outcome.error !== undefined || outcome.value === undefined)
    return outcome;
  const { response, value } = outcome;
  const mistake = await validate(id, value);
  if (mistake === undefined) return outcome;
  const known = [...secrets(), ...redactor.secretsIn(value)];
  const error = new UnexpectedResponseError({
    message: `${id}: answered ${response.status} with a body that breaks its schema: ${redactor.text(mistake, known, isOver)}`,
    operation: id,
    reason: 'schema',
    status: response.status,
  });
  return { error, response };
}

/** Sends a call once: authorization, the request, reading and judging of the response. Never rejects. */
export async function attempt(
  settings: AttemptSettings,
  prepared: PreparedRequest,
  call: PendingCall,
  deadline: Deadline,
): Promise<Attempt> {
  const { operation } = call;
  const { authentication, redactor } = settings;
  const { signal } = deadline;
  let cookies: Cookies | undefined;
  let added: readonly string[] = [];
  let sent: OutgoingRequest | undefined;
  let traceContext: TraceContext | undefined;
  const secrets = (): readonly string[] => [
    ...call.secrets(),
    ...added,
    ...(cookies?.secrets ?? []),
  ];

  const isOver = (): boolean => deadline.remainingMs <= 0;

  async function send(): Promise<CallOutcome> {
    traceContext = call.options.traceContext ?? settings.traceContext?.();
    const request = await outgoing(settings, prepared, call, traceContext);
    if (operation.security !== undefined && authentication !== undefined)
      added = await authentication.authorize(request, { operation, signal });
    // The call may have ended meanwhile: a request without a caller is not sent.
    if (deadline.error !== undefined) throw deadline.error;
    if (settings.hold?.(shownRequest(operation.id, request, redactor, secrets())))
      throw new AbortedError({
        message: `${operation.id}: held back, not sent`,
        operation: operation.id,
      });
    sent = request;
    // Only now: the authorization may have opened a session with cookies of its own.
    cookies = settings.cookies.of(operation);
    const response = await receive(settings, request, operation, cookies, signal);
    const outcome = judge(settings, operation, response, secrets, isOver);
    if (outcome.error === undefined) {
      settings.cookies.succeeded(operation, cookies);
      if (hasProperties(outcome.value)) {
        const linkHeader = response.headers.get('link');
        responseSecrets.set(outcome.value, secrets);
        if (linkHeader !== null) linkHeaders.set(outcome.value, linkHeader);
      }
    }
    return validated(settings, operation, outcome, secrets, isOver);
  }

  const made = (outcome: CallOutcome, thrown?: unknown): Attempt => ({
    outcome,
    isDoubtful:
      sent !== undefined &&
      outcome.error !== undefined &&
      isDoubtful(outcome.error, operation, thrown),
    request: sent,
    secrets,
    traceContext,
  });

  try {
    return made(await deadline.race(send()));
  } catch (caught) {
    const reason = deadline.error ?? caught;
    const error =
      reason instanceof ClientError
        ? reason
        : connectionError(reason, operation, (text) => redactor.text(text, secrets(), isOver));
    return made({ error }, reason);
  }
}
