import type { OperationTable, TableOperation } from '@oidc-admin/contract';
import createFetchClient, { type Client } from 'openapi-fetch';
import type { PendingCall, PreparedRequest } from './attempt.ts';
import type { Authentication, ReceivedResponse } from './authentication.ts';
import { chooseFetch } from './chooseFetch.ts';
import { DocumentedError, type DocumentedErrorClass } from './documentedErrors.ts';
import { InputError } from './errors.ts';
import type { CallOutcome } from './judge.ts';
import { type ClientOptions, resolveOptions } from './options.ts';
import { createPipeline } from './pipeline.ts';
import { createRedactor } from './redactor.ts';
import { SessionCookies } from './sessionCookies.ts';
import { checkPath, inputSplitter, type RequestParts } from './splitInput.ts';
import type { CallOptions, Methods } from './types.ts';
import type { ResponseSchemas } from './validateResponse.ts';

/** What makes a client of one API. */
export interface ApiClientSettings {
  readonly table: OperationTable;
  readonly classes: Readonly<Record<string, DocumentedErrorClass>>;
  /** Scheme, host and base path, without a slash at the end. */
  readonly baseUrl: () => string | Promise<string>;
  /** Left out if the API needs no sign-in. */
  readonly authentication?: Authentication | undefined;
  readonly requestIdHeaders?: readonly string[];
  readonly options: ClientOptions;
  /** JSON Schemas of the successes, loaded where responses are validated. */
  readonly schemas?: (() => Promise<ResponseSchemas>) | undefined;
}

/** The raw client, typed by path, method and status. Middlewares are left out: hooks and `fetch` do their work. */
export type RawClient<Paths extends object> = Omit<Client<Paths>, 'use' | 'eject'>;

/** What the client of one API is built on. */
export interface ApiClient<Paths extends object, Operations> {
  readonly methods: Methods<Operations>;
  readonly raw: RawClient<Paths>;
  /** A call with more than a method offers. Rejects as the methods do. */
  call(
    operation: string,
    input: Readonly<Record<string, unknown>>,
    options?: InnerOptions,
  ): Promise<unknown>;
}

/** What an API's own client may ask for beside what its callers may. */
export interface InnerOptions extends CallOptions {
  /** Headers that the specification does not know; names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sees the last response, whatever the call comes to. */
  readonly onResponse?: (response: ReceivedResponse) => void;
}

type RawInit = CallOptions & Partial<RequestParts>;

/** What openapi-fetch is given beside its own options, and what it reads the response of. */
interface Carried {
  readonly call: PendingCall;
  readonly respond: (outcome: CallOutcome) => Response;
}

/**
 * Stands in for `Request` inside openapi-fetch: it only keeps what it is given. Building a real one
 * for every call costs as much as a third of the call.
 */
class CarriedRequest implements PreparedRequest {
  readonly url: string;
  readonly init: PreparedRequest['init'] & { readonly carried: Carried };

  constructor(url: string, init: CarriedRequest['init']) {
    this.url = url;
    this.init = init;
  }
}

const withoutBody: ReadonlySet<number> = new Set([204, 205, 304]);

/** The response as the raw client's users expect it; what is no documented response is thrown. */
function rawResponse({ error, response }: CallOutcome): Response {
  if (response === undefined || (error !== undefined && !(error instanceof DocumentedError)))
    throw error ?? new Error('An outcome without an error has a response');
  const { status, headers, text } = response;
  // By its whole name: what packs the command line, which gives out none, would bring a second HTTP along for it.
  return new globalThis.Response(withoutBody.has(status) ? null : text, { status, headers });
}

const noHeaders = new Headers();

/** Hands an outcome through openapi-fetch, which has nothing more to read of it. */
function carriedOutcome(outcome: CallOutcome): Response {
  return { ok: true, status: 200, headers: noHeaders, body: outcome } as unknown as Response;
}

/** The raw client, from one function for every method of HTTP. */
function rawClient<Paths extends object>(
  request: (method: string, path: string, init?: RawInit) => Promise<unknown>,
): RawClient<Paths> {
  const verbs = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'];
  return Object.fromEntries([
    ['request', request],
    ...verbs.map((verb) => [verb, (path: string, init?: RawInit) => request(verb, path, init)]),
  ]) as RawClient<Paths>;
}

/** What openapi-fetch needs of itself: the calls it makes go to `send`, its own `Request` is not used. */
function carryingClient(send: ReturnType<typeof createPipeline>) {
  return createFetchClient({
    headers: { accept: 'application/json' },
    // openapi-fetch declares the real ones, and uses no more of them than these have.
    Request: CarriedRequest as unknown as typeof Request,
    fetch: (async (request: CarriedRequest) => {
      const { call, respond } = request.init.carried;
      return respond(await send(request, call));
    }) as unknown as (request: Request) => Promise<Response>,
  }) as unknown as {
    request(method: string, path: string, init: object): Promise<{ data?: unknown }>;
  };
}

/** The hooks of a client's caller. */
function hooksOf({ onRequest, onExchange, hold, traceContext }: ClientOptions) {
  return { onRequest, onExchange, hold, traceContext };
}

/** Derives a client's methods and its raw client from a table of operations. Both go through openapi-fetch. */
export function createApiClient<Paths extends object, Operations>(
  settings: ApiClientSettings,
): ApiClient<Paths, Operations> {
  const { table, options } = settings;
  const redactor = createRedactor(table.sensitive);
  const send = createPipeline({
    ...settings,
    ...resolveOptions(options),
    redactor,
    cookies: new SessionCookies(),
    requestIdHeaders: settings.requestIdHeaders ?? ['x-request-id', 'x-correlation-id'],
    fetch: chooseFetch(options),
    ...hooksOf(options),
    validate: validation(settings),
  });
  const fetchClient = carryingClient(send);

  /** Every call goes this way; `respond` decides what openapi-fetch makes of the outcome. */
  function perform(
    operation: TableOperation,
    given: RawInit,
    respond: Carried['respond'],
    more: Pick<PendingCall, 'options' | 'headers'>,
  ): Promise<{ data?: unknown }> {
    const body = withAlways(operation, given.body);
    const { path, query = {} } = given.params ?? {};
    checkPath(operation, path ?? {});
    const secrets = (): readonly string[] => [
      ...redactor.secretsIn(body),
      ...redactor.secretsInQuery(query, operation.id),
    ];
    return fetchClient.request(operation.method, operation.path, {
      ...given,
      body,
      carried: { call: { operation, secrets, ...more }, respond },
    });
  }

  function invokeOf(operation: TableOperation) {
    const split = inputSplitter(operation);
    return async (
      input: Readonly<Record<string, unknown>> = {},
      { headers, onResponse, ...callOptions }: InnerOptions = {},
    ): Promise<unknown> => {
      const given = { ...split(input), parseAs: 'stream' };
      const { data } = await perform(operation, given, carriedOutcome, {
        options: callOptions,
        headers,
      });
      const { error, response, value } = data as CallOutcome & { readonly value?: unknown };
      if (response !== undefined) onResponse?.(response);
      if (error !== undefined) throw error;
      return value;
    };
  }
  const invokes = new Map(table.operations.map((one) => [one.id, invokeOf(one)]));

  async function requestRaw(method: string, path: string, init: RawInit = {}): Promise<unknown> {
    const operation = table.operations.find(
      (one) => one.path === path && one.method === method.toUpperCase(),
    );
    if (operation === undefined)
      throw new InputError({ message: `${method} ${path} is not documented`, property: 'path' });
    return perform(operation, init, rawResponse, { options: init });
  }

  return {
    methods: Object.fromEntries(
      [...invokes].map(([id, invoke]) => [
        id,
        (input?: Readonly<Record<string, unknown>>, callOptions?: CallOptions) =>
          invoke(input, callOptions),
      ]),
    ) as Methods<Operations>,
    raw: rawClient<Paths>(requestRaw),
    call: async (id, input, callOptions) => {
      const invoke = invokes.get(id);
      if (invoke === undefined)
        throw new InputError({ message: `${id} is no operation`, property: 'operation' });
      return invoke(input, callOptions);
    },
  };
}

/** Checks successes against their schemas; both the schemas and the validator are loaded at the first. */
function validation({ options, schemas }: ApiClientSettings) {
  if (!options.validateResponses || schemas === undefined) return undefined;
  let loaded: Promise<(operation: string, value: unknown) => string | undefined> | undefined;
  return async (operation: string, value: unknown): Promise<string | undefined> => {
    loaded ??= Promise.all([import('./validateResponse.ts'), schemas()]).then(
      ([{ validatorOf }, found]) => validatorOf(found),
    );
    return (await loaded)(operation, value);
  };
}

/** What a tool always sends at log-on, by the specification, is sent together with what the caller gave. */
function withAlways({ session }: TableOperation, body: unknown): unknown {
  if (session === undefined || typeof body !== 'object' || body === null) return body;
  const given = Object.entries(body).filter(([, value]) => value !== undefined);
  return { ...session.always, ...Object.fromEntries(given) };
}
