import type { TableOperation } from '@oidc-admin/contract';
import type { ReceivedResponse, Authentication, OutgoingRequest } from './authentication.ts';
import { connectionError } from './connectionError.ts';
import type { Deadline } from './deadline.ts';
import { ClientError, UnexpectedResponseError } from './errors.ts';
import { judge, type JudgeSettings, type Outcome } from './judge.ts';
import type { PlainRequest } from './plainRequest.ts';
import { readBody, tooLarge } from './readBody.ts';
import { traceHeaders, type TraceContext } from './traceContext.ts';
import type { CallOptions } from './types.ts';

/** The part of the global `fetch` that a client uses. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What one attempt needs to know of its client. */
export interface AttemptSettings extends JudgeSettings {
  readonly baseUrl: () => string | Promise<string>;
  readonly fetch: () => Fetch | Promise<Fetch>;
  readonly authentication?: Authentication | undefined;
  /** In bytes. */
  readonly maxResponseBytes: number;
  readonly traceContext?: (() => TraceContext | undefined) | undefined;
  /** Says what in a success breaks the contract, if anything. */
  readonly validate?:
    | ((operation: string, value: unknown) => Promise<string | undefined>)
    | undefined;
}

/** One call on its way to the server. */
export interface Call {
  readonly operation: TableOperation;
  readonly options: CallOptions;
  /** The secrets in the caller's input. */
  readonly secrets: () => readonly string[];
  /** Headers that the client adds; names in lower case. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What an attempt came to, and what was sent, where anything was. */
export interface Attempt {
  readonly outcome: Outcome;
  readonly request?: OutgoingRequest | undefined;
  /** Nothing was sent, and sending again is not the remedy: sign-in or configuration failed. */
  readonly final: boolean;
  /** Every secret of the call that is known by now. */
  readonly secrets: () => readonly string[];
}

/** Stands for what a browser tells about a redirect: that it was one. */
const opaqueRedirect = { status: 302, headers: new Headers({ location: '' }), text: '' };

/** What is sent, but for the proof of who sends it. */
const prepare = (
  settings: AttemptSettings,
  { init, url }: PlainRequest,
  call: Call,
  base: string,
): OutgoingRequest => {
  const body = typeof init.body === 'string' ? init.body : undefined;
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  // Only the raw client's callers add headers of their own.
  if (init.headers !== undefined)
    new Headers(init.headers).forEach((value, name) => {
      headers[name] = value;
    });
  const trace = call.options.traceContext ?? settings.traceContext?.();
  return {
    method: call.operation.method,
    url: base + url,
    headers: Object.assign(headers, call.headers, trace && traceHeaders(trace)),
    body,
  };
};

const receive = async (
  settings: AttemptSettings,
  { method, url, headers, body }: OutgoingRequest,
  { id }: TableOperation,
  signal: AbortSignal,
): Promise<ReceivedResponse> => {
  const chosen = settings.fetch();
  const fetch = typeof chosen === 'function' ? chosen : await chosen;
  const response = await fetch(url, {
    method,
    headers,
    redirect: 'manual',
    signal,
    ...(body === undefined ? {} : { body }),
  });
  if (response.type === 'opaqueredirect') return opaqueRedirect;
  const text = await readBody(response, settings.maxResponseBytes);
  if (text !== tooLarge) return { status: response.status, headers: response.headers, text };
  throw new UnexpectedResponseError({
    message: `${id}: answered ${response.status} with a body over the limit of ${settings.maxResponseBytes} bytes`,
    operation: id,
    reason: 'tooLarge',
    status: response.status,
  });
};

/** Checks a success against the contract, where the client was told to. */
const validated = async (
  { validate, redactor }: AttemptSettings,
  operation: TableOperation,
  outcome: Outcome,
  secrets: readonly string[],
): Promise<Outcome> => {
  if (validate === undefined || outcome.error !== undefined || outcome.value === undefined)
    return outcome;
  const { status } = outcome.response;
  const mistake = await validate(operation.id, outcome.value);
  if (mistake === undefined) return outcome;
  const known = [...secrets, ...redactor.secretsIn(outcome.value)];
  const error = new UnexpectedResponseError({
    message: `${operation.id}: answered ${status} with a body that breaks its schema: ${redactor.text(mistake, known)}`,
    operation: operation.id,
    reason: 'schema',
    status,
  });
  return { error, response: outcome.response };
};

/** Sends a call once: authorization, the request, reading and judging of the response. Never rejects. */
export const attempt = async (
  settings: AttemptSettings,
  plain: PlainRequest,
  call: Call,
  deadline: Deadline,
): Promise<Attempt> => {
  const { operation } = call;
  const { authentication, redactor } = settings;
  const { signal } = deadline;
  let added: readonly string[] = [];
  let request: OutgoingRequest | undefined;
  let isSent = false;
  const secrets = (): readonly string[] => [...call.secrets(), ...added];

  const send = async (): Promise<Outcome> => {
    const base = settings.baseUrl();
    request = prepare(settings, plain, call, typeof base === 'string' ? base : await base);
    if (operation.security !== undefined && authentication !== undefined) {
      const adding = authentication.authorize(request, { operation, signal });
      added = adding instanceof Promise ? await adding : adding;
    }
    // The call may have ended meanwhile: what nobody waits for is not sent.
    if (deadline.error !== undefined) throw deadline.error;
    isSent = true;
    const response = await receive(settings, request, operation, signal);
    const outcome = judge(settings, operation, response, secrets);
    return settings.validate === undefined
      ? outcome
      : validated(settings, operation, outcome, secrets());
  };

  let outcome: Outcome;
  try {
    outcome = await deadline.race(send());
  } catch (caught) {
    const error = deadline.error ?? caught;
    outcome = {
      error:
        error instanceof ClientError
          ? error
          : connectionError(error, operation, (text) => redactor.text(text, secrets())),
    };
  }
  return { outcome, request: isSent ? request : undefined, final: !isSent, secrets };
};
