import { Cookies, type Opened, type Principal, withCookies } from '@oidc-admin/client';
import { type Contract, type Operation, schemesOf } from '@oidc-admin/contract';
import { acceptOf } from '../wire/acceptOf.ts';
import { boundedFetch } from '../wire/boundedFetch.ts';
import type { RunNetwork } from '../wire/runNetwork.ts';
import { parsed } from '../wire/wireResponse.ts';
import type { Patience } from './createPatience.ts';
import type { RunAccess } from './runTarget.ts';

/** A response to one of the runner's own requests; no check judges it. */
export interface TargetResponse {
  readonly status: number;
  /** Parsed where it is JSON. */
  readonly body: unknown;
  /** Its header `Link`, where it has one. */
  readonly linkHeader?: string;
  /** What `Retry-After` asks for. */
  readonly retryAfterSeconds?: number;
}

export interface TargetConnection {
  readonly url: string;
  readonly timeoutMs: number;
  readonly contract: Contract;
  readonly access: RunAccess;
  readonly network: RunNetwork;
  /** Repeats requests that did not succeed; each is sent once where left out. */
  readonly patiently?: Patience;
}

/**
 * An error in one sentence. What `fetch` says of a request that it cannot send is not repeated: it quotes headers, and with
 * them credentials.
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'an unknown error';
  if (error.name === 'TimeoutError') return 'no response within the time-out';
  const cause = error.cause instanceof Error ? error.cause : undefined;
  if (error.name === 'TypeError' && cause === undefined)
    return 'the request cannot be sent; does a credential hold a line break or another character that no header may hold?';
  if (cause?.name === 'TypeError') return reasonOf(cause);
  return cause === undefined ? error.message : `${error.message}: ${cause.message || cause.name}`;
}

/** Why the target gives no response at all; undefined where it answers, whatever it says. */
export async function silenceOf({
  url,
  timeoutMs,
  network,
}: Pick<TargetConnection, 'url' | 'timeoutMs' | 'network'>): Promise<string | undefined> {
  try {
    await boundedFetch(timeoutMs, network)(url, {});
    return undefined;
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError';
    return late ? `${reasonOf(error)} of ${timeoutMs / 1000} s` : reasonOf(error);
  }
}

const once: Patience = (attempt) => attempt();

/** The cookies that each signed-in principal was given. */
const jars = new WeakMap<Opened, Cookies>();

/** Signs a principal in. Throws where the target refuses. */
export function openPrincipal(
  { url, timeoutMs, access, network, patiently = once }: TargetConnection,
  principal: Principal,
): Promise<Opened> {
  return patiently(async () => {
    const cookies = new Cookies();
    const fetch = withCookies(boundedFetch(timeoutMs, network), cookies);
    const opened = await access.open({ url, fetch }, principal);
    jars.set(opened, cookies);
    return opened;
  });
}

function fillPath(path: string, values: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => {
    const value = values[name] ?? '';
    // An empty one leads to another place: `/networks//oidc`.
    if (value === '') throw new Error(`${path}: no value for ${name}`);
    return encodeURIComponent(value);
  });
}

function queryText(query: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? '' : `?${text}`;
}

interface Input {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Sends one right request of an operation, signed in. */
export function sendOperation(
  connection: TargetConnection,
  opened: Opened,
  operation: Operation,
  input: Input,
): Promise<TargetResponse> {
  return (connection.patiently ?? once)(() => sendOnce(connection, opened, operation, input));
}

async function sendOnce(
  { url, timeoutMs, network }: TargetConnection,
  opened: Opened,
  operation: Operation,
  input: Input,
): Promise<TargetResponse> {
  const body = input.body === undefined ? undefined : JSON.stringify(input.body);
  const mediaType = operation.body?.mediaType ?? 'application/json';
  const unsigned = {
    method: operation.method,
    url: url + fillPath(operation.path, input.path ?? {}) + queryText(input.query ?? {}),
    headers: {
      ...acceptOf(operation),
      ...(body !== undefined && { 'content-type': mediaType }),
    },
    ...(body !== undefined && { body }),
  };
  const can = schemesOf(operation).find((name) => opened.schemes?.includes(name) ?? true);
  const request = await opened.authorize(unsigned, can);
  const fetch = withCookies(boundedFetch(timeoutMs, network), jars.get(opened) ?? new Cookies());
  const response = await fetch(request.url, {
    method: request.method,
    headers: { ...request.headers },
    ...(request.body !== undefined && { body: request.body as string }),
  });
  const text = await response.text();
  const linkHeader = response.headers.get('link');
  const asked = Number(response.headers.get('retry-after') ?? Number.NaN);
  return {
    status: response.status,
    body: parsed(text),
    ...(linkHeader !== null && { linkHeader }),
    ...(asked >= 0 && { retryAfterSeconds: asked }),
  };
}
