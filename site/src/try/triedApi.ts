import type { Opened, Principal, RawRequest, TestAccess } from '@oidc-admin/client';
import { type Contract, isObject, type JsonValue, type Operation } from '@oidc-admin/contract';
import type { Mock, MockOptions } from '@oidc-admin/mock';
import { type AllowedResponse, createModel, type Model } from '@oidc-admin/model';
import { apis } from '../../../apps/mock/src/generated/apis.ts';

/** A request as the reader edits it. */
export interface TriedRequest {
  readonly method: string;
  /** Path and query, with the base path. */
  readonly target: string;
  /** One header a line. */
  readonly headers: string;
  readonly body: string;
  /** Name of the principal who sends it; empty for nobody. */
  readonly principal: string;
}

/** A response that the model allows, in words. */
export interface AllowedShown {
  readonly status: string;
  readonly binding: 'allowed' | 'tolerated, with a warning';
  readonly clause: string;
  readonly why: string;
  readonly source: readonly string[];
}

/** What came of a request. Nothing in it is secret. */
export interface Tried {
  readonly status: number;
  readonly response: JsonValue | undefined;
  readonly broken: readonly { readonly clause?: string; readonly message: string }[];
  readonly allowed: readonly AllowedShown[];
}

/** What is saved, without secrets, and how many sessions there are. */
export interface StateShown {
  readonly resources: JsonValue;
  readonly sessions: number;
}

interface Listed {
  readonly title: string;
  readonly createMock: () => Promise<(options: MockOptions) => Mock>;
  readonly access: () => Promise<TestAccess>;
}

const origin = 'http://mock.invalid';
const control = '/_mock';
const typeHere = 'type one here';

/** The APIs that have a mock here, by name. */
export const titles: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(apis).map(([name, { title }]) => [name, title]),
);

/** The mock of an API, made in this page, with who can sign in to it. */
export async function openApi(name: string): Promise<TriedApi> {
  const listed = (apis as unknown as Readonly<Record<string, Listed>>)[name];
  if (listed === undefined) throw new Error(`there is no API '${name}'`);
  const [create, access] = await Promise.all([listed.createMock(), listed.access()]);
  return new TriedApi(create({ control }), access);
}

/** One mock with its model, as a reader tries it. */
export class TriedApi {
  readonly contract: Contract;
  readonly principals: readonly Principal[];
  readonly #mock: Mock;
  readonly #model: Model;
  readonly #access: TestAccess;
  readonly #opened = new Map<string, Promise<Opened>>();

  constructor(mock: Mock, access: TestAccess) {
    this.#mock = mock;
    this.#access = access;
    this.contract = mock.contract;
    this.#model = createModel(mock.contract, mock.deployment);
    this.principals = access.principals(mock.demo.environment).principals;
  }

  /** A right request as far as the document shows one: secrets are left to the reader. */
  example(operation: Operation): TriedRequest {
    const { body, method, path } = operation;
    const [given] = Object.values(body?.examples ?? {});
    const query = operation.parameters
      .filter((one) => one.in === 'query' && one.required)
      .map((one) => `${one.name}=${encodeURIComponent(this.#valueOf(one.name, operation))}`);
    const filled = path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) =>
      encodeURIComponent(this.#valueOf(name, operation)),
    );
    return {
      method,
      target: `${this.contract.basePath}${filled}${query.length === 0 ? '' : `?${query.join('&')}`}`,
      headers: body === undefined ? '' : `Content-Type: ${body.mediaType}`,
      body: given === undefined ? '' : JSON.stringify(this.#withoutSecrets(given), undefined, 2),
      principal: operation.security === undefined ? '' : (this.principals[0]?.name ?? ''),
    };
  }

  /** A value of a parameter: a parent that exists, the key of what is saved, one of its own values, or an example of a body. */
  #valueOf(name: string, { parameters }: Operation): string {
    const { deployment, state } = this.#mock;
    const parent = deployment.parents[name]?.[0];
    if (parent !== undefined) return parent;
    const { resources } = state.read();
    const keyed = this.contract.resources.filter(({ key }) => key === name);
    const saved = keyed.flatMap((one) =>
      Object.values(resources[one.name] ?? {}).flatMap((inner) => Object.keys(inner)),
    );
    const parameter = parameters.find((one) => one.name === name);
    const own = [parameter?.default, ...(parameter?.enum ?? [])];
    const shown = this.contract.operations
      .flatMap(({ body }) => Object.values(body?.examples ?? {}))
      .map((example) => (isObject(example) ? example[name] : undefined));
    const [found = 'example'] = [...saved, ...own, ...shown].filter(
      (value) => typeof value === 'string' || typeof value === 'number',
    );
    return String(found);
  }

  #withoutSecrets(value: JsonValue): JsonValue {
    if (Array.isArray(value)) return value.map((one: JsonValue) => this.#withoutSecrets(one));
    if (!isObject(value)) return value;
    const secret = new Set(this.contract.sensitive.properties.map((name) => name.toLowerCase()));
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        name,
        secret.has(name.toLowerCase()) ? typeHere : this.#withoutSecrets(one),
      ]),
    );
  }

  /** Sends a request to the mock, and asks the model what was allowed. Rejects with a sentence for the reader. */
  async send(tried: TriedRequest): Promise<Tried> {
    const { method, target, body, principal } = tried;
    if (!target.startsWith('/')) throw new Error('The path begins with a slash.');
    const headers = headersOf(tried.headers);
    if (headers['prefer'] !== undefined)
      throw new Error('Prefer is answered by Prism, which is in the installed mock only.');
    const plain: RawRequest = {
      method,
      url: `${origin}${target}`,
      headers,
      ...(body === '' ? {} : { body }),
    };
    const request = principal === '' ? plain : await this.#signed(plain, principal);
    const before = this.#mock.state.model;
    await this.#mock.fetch(request.url, {
      method,
      headers: request.headers,
      ...(body === '' ? {} : { body }),
    });
    const [shown, exchange] = [this.#mock.calls().at(-1), this.#mock.requests.at(-1)];
    if (shown === undefined || exchange === undefined) throw new Error('The mock saw no request.');
    const { status, response, broken, operation } = shown;
    const action = this.contract.operations.find(({ id }) => id === operation)?.action;
    // The next request signs in anew.
    if (status === 401 || action?.does === 'close') this.#opened.delete(principal);
    const allowed =
      exchange.request === undefined ? [] : this.#model.step(before, exchange.request);
    return { status, response, broken, allowed: allowed.map((one) => this.#inWords(one)) };
  }

  async #signed(request: RawRequest, name: string): Promise<RawRequest> {
    const principal = this.principals.find((one) => one.name === name);
    if (principal === undefined) throw new Error(`There is no principal '${name}'.`);
    const fetch = (url: string, init: RequestInit): Promise<Response> =>
      this.#mock.fetch(url, init);
    const url = `${origin}${this.contract.basePath}`;
    const opened = this.#opened.get(name) ?? this.#access.open({ url, fetch }, principal);
    this.#opened.set(name, opened);
    try {
      return (await opened).authorize(request);
    } catch (error) {
      this.#opened.delete(name);
      throw new Error(`'${name}' could not sign in: ${String(error)}`, { cause: error });
    }
  }

  #inWords({ status, clause, warn, broken }: AllowedResponse): AllowedShown {
    const id = broken?.clause ?? clause;
    const found = this.contract.clauses.find((one) => one.id === id);
    return {
      status: String(status),
      binding: warn ? 'tolerated, with a warning' : 'allowed',
      clause: id,
      why: found?.text ?? '',
      source: found?.source ?? [],
    };
  }

  async state(): Promise<StateShown> {
    const response = await this.#mock.fetch(`${origin}${control}/view`);
    return ((await response.json()) as { readonly state: StateShown }).state;
  }

  /** Forgets what was saved and who signed in. */
  reset(): void {
    this.#opened.clear();
    this.#mock.reset();
  }
}

function headersOf(lines: string): Readonly<Record<string, string>> {
  const entries = lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): readonly [string, string] => {
      const colon = line.indexOf(':');
      if (colon < 1) throw new Error(`'${line}' is no header: it has no colon.`);
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    });
  return Object.fromEntries(entries);
}
