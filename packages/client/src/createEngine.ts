import type { OperationTable, TableOperation } from '@oidc-admin/contract';
import createRawClient, { type Client } from 'openapi-fetch';
import type { Call } from './attempt.ts';
import type { ReceivedResponse, Authentication } from './authentication.ts';
import { chooseFetch } from './chooseFetch.ts';
import { DocumentedError, type DocumentedErrorClass } from './documentedErrors.ts';
import { InputError } from './errors.ts';
import type { Outcome } from './judge.ts';
import { type ClientOptions, resolveOptions } from './options.ts';
import { percentEncode } from './percentEncode.ts';
import { PlainRequest } from './plainRequest.ts';
import { createRedactor, type Redactor } from './redactor.ts';
import { checkPath, inputSplitter } from './splitInput.ts';
import { createTransport, type TransportSettings } from './transport.ts';
import type { CallOptions, Methods } from './types.ts';
import type { ResponseSchemas } from './validateResponse.ts';

/** What makes a client of an API out of the engine. */
export interface EngineSettings {
  readonly table: OperationTable;
  readonly classes: Readonly<Record<string, DocumentedErrorClass>>;
  /** Scheme, host and base path, without a slash at the end. */
  readonly baseUrl: () => string | Promise<string>;
  readonly authentication?: Authentication | undefined;
  readonly requestIdHeaders?: readonly string[];
  readonly options: ClientOptions;
  /** JSON Schemas of the successes, loaded where responses are validated. */
  readonly schemas?: (() => Promise<ResponseSchemas>) | undefined;
}

/** The raw client, typed by path, method and status. Middlewares are left out: hooks and `fetch` do their work. */
export type RawClient<Paths extends object> = Omit<Client<Paths>, 'use' | 'eject'>;

/** What the engine gives the client of an API to build on. */
export interface Engine<Paths extends object, Operations> {
  readonly methods: Methods<Operations>;
  readonly raw: RawClient<Paths>;
  readonly redactor: Redactor;
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

type Invoke = (
  input: Readonly<Record<string, unknown>>,
  options?: InnerOptions,
) => Promise<unknown>;

interface CarryingInit extends RequestInit {
  readonly call?: Call;
}

const withoutBody: ReadonlySet<number> = new Set([204, 205, 304]);

/** The response as the raw client's users expect it; what is no documented response is thrown. */
const rawResponse = ({ error, response }: Outcome): Response => {
  if (response === undefined || (error !== undefined && !(error instanceof DocumentedError)))
    throw error ?? new Error('An outcome without an error has a response');
  const { status, headers, text } = response;
  return new Response(withoutBody.has(status) ? null : text, { status, headers });
};

const pathSerializer = (path: string, values: Readonly<Record<string, unknown>>): string =>
  path.includes('{')
    ? path.replace(/\{([^{}]+)\}/g, (_, name: string) => percentEncode(String(values[name])))
    : path;

const querySerializer = (query: Readonly<Record<string, unknown>>): string => {
  let text = '';
  for (const name in query) {
    const given = query[name];
    for (const value of Array.isArray(given) ? given : [given])
      if (value !== undefined && value !== null)
        text += `${text === '' ? '' : '&'}${percentEncode(name)}=${percentEncode(String(value))}`;
  }
  return text;
};

/** Checks successes against their schemas; both the schemas and the validator are loaded at the first. */
const validation = ({ options, schemas }: EngineSettings): TransportSettings['validate'] => {
  if (!options.validateResponses || schemas === undefined) return undefined;
  let loaded: Promise<(operation: string, value: unknown) => string | undefined> | undefined;
  return async (operation, value) => {
    loaded ??= Promise.all([import('./validateResponse.ts'), schemas()]).then(
      ([{ validatorOf }, found]) => validatorOf(found),
    );
    return (await loaded)(operation, value);
  };
};

const textsOf = (values: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));

const verbs = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'] as const;

/** Derives a client's methods and its raw client from a table of operations. */
export const createEngine = <Paths extends object, Operations>(
  settings: EngineSettings,
): Engine<Paths, Operations> => {
  const { table, options } = settings;
  const redactor = createRedactor(table.sensitive);
  const transport = createTransport({
    ...resolveOptions(options),
    table,
    redactor,
    classes: settings.classes,
    requestIdHeaders: settings.requestIdHeaders ?? ['x-request-id', 'x-correlation-id'],
    baseUrl: settings.baseUrl,
    fetch: chooseFetch(options),
    authentication: settings.authentication,
    onRequest: options.onRequest,
    traceContext: options.traceContext,
    validate: validation(settings),
  });
  const sendRaw = async (request: PlainRequest): Promise<Response> => {
    const { call } = request.init as CarryingInit;
    if (call === undefined) throw new Error('Every request belongs to a call');
    return rawResponse(await transport(request, call));
  };
  const inner = createRawClient({
    baseUrl: '',
    // openapi-fetch declares the real ones, and uses no more of them than these have.
    Request: PlainRequest as unknown as typeof Request,
    fetch: sendRaw as unknown as (request: Request) => Promise<Response>,
    pathSerializer,
    querySerializer,
  }) as unknown as { request(method: string, path: string, init: object): Promise<unknown> };

  const secretsOf =
    ({ id }: TableOperation, body: unknown, query: Readonly<Record<string, unknown>>) =>
    () => [...redactor.secretsIn(body), ...redactor.secretsInQuery(query, id)];

  const invokeOf = (operation: TableOperation): Invoke => {
    const split = inputSplitter(operation);
    const takesHeaders = operation.parameters.some((one) => one.in === 'header');
    return async (input, { headers, onResponse, ...callOptions } = {}) => {
      const { params, body } = split(input);
      const call: Call = {
        operation,
        options: callOptions,
        secrets: secretsOf(operation, body, params.query),
        headers,
      };
      // As openapi-fetch would send it, at half the price.
      const query = querySerializer(params.query);
      const url = pathSerializer(operation.path, params.path) + (query === '' ? '' : `?${query}`);
      const init: RequestInit = {};
      if (body !== undefined) init.body = JSON.stringify(body);
      if (takesHeaders) init.headers = textsOf(params.header);
      const outcome = await transport(new PlainRequest(url, init), call);
      if (outcome.response !== undefined) onResponse?.(outcome.response);
      if (outcome.error !== undefined) throw outcome.error;
      return outcome.value;
    };
  };
  const invokes = new Map(table.operations.map((one) => [one.id, invokeOf(one)]));

  const requestRaw = async (method: string, path: string, init: RawInit = {}): Promise<unknown> => {
    const operation = table.operations.find(
      (one) => one.path === path && one.method === method.toUpperCase(),
    );
    if (operation === undefined)
      throw new InputError({ message: `${method} ${path} is not documented`, property: 'path' });
    checkPath(operation, init.params?.path ?? {});
    const call: Call = {
      operation,
      options: init,
      secrets: secretsOf(operation, init.body, init.params?.query ?? {}),
    };
    const body = withAlways(operation, init.body);
    return inner.request(method, path, { ...init, ...(body === undefined ? {} : { body }), call });
  };

  return {
    methods: Object.fromEntries(
      [...invokes].map(([id, invoke]) => [
        id,
        (input: Readonly<Record<string, unknown>> = {}, callOptions?: CallOptions) =>
          invoke(input, callOptions),
      ]),
    ) as Methods<Operations>,
    raw: Object.fromEntries([
      ['request', requestRaw],
      ...verbs.map((verb) => [
        verb,
        (path: string, init?: RawInit) => requestRaw(verb, path, init),
      ]),
    ]) as RawClient<Paths>,
    redactor,
    call: async (id, input, callOptions) => {
      const invoke = invokes.get(id);
      if (invoke === undefined)
        throw new InputError({ message: `${id} is no operation`, property: 'operation' });
      return invoke(input, callOptions);
    },
  };
};

/** What the specification says that a tool always sends at log-on stands beside what the caller gave. */
const withAlways = ({ session }: TableOperation, body: unknown): unknown =>
  session === undefined || typeof body !== 'object' || body === null
    ? body
    : {
        ...session.always,
        ...Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)),
      };

type RawInit = CallOptions & {
  readonly params?: {
    readonly path?: Readonly<Record<string, unknown>>;
    readonly query?: Readonly<Record<string, unknown>>;
  };
  readonly body?: unknown;
};
