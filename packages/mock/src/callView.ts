import { isObject, lastName, type Contract, type JsonValue } from '@oidc-admin/contract';
import type { MockExchange } from './exchange.ts';
import { redactedTarget } from './redactedLine.ts';

/** One request as people and tests may see it: nothing in it is secret. */
export interface ShownCall {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** The operation that it asks for; left out where the path is none of the API. */
  readonly operation?: string;
  /** Left out where there was none, or it was no JSON. */
  readonly body?: JsonValue;
  readonly status: number;
  readonly response?: JsonValue;
  /** The rules that the request broke, as the model found them, with the clause that says so. */
  readonly broken: readonly { readonly clause?: string; readonly message: string }[];
}

const hidden = '[redacted]';

/** What hides secrets of one API: by the names under which they stand, and of what is sent also everything that is not documented. */
export class CallView {
  readonly #contract: Contract;
  readonly #secret: ReadonlySet<string>;

  constructor(contract: Contract) {
    this.#contract = contract;
    const never = contract.resources.flatMap(({ neverReturned }) => neverReturned.map(lastName));
    this.#secret = new Set(
      [...contract.sensitive.properties, ...never].map((name) => name.toLowerCase()),
    );
  }

  call(exchange: MockExchange): ShownCall {
    const { received, reply, at, operation, broken } = exchange;
    const body = this.#sent(exchange);
    const response = this.#answered(exchange);
    return {
      at,
      method: received.method,
      target: redactedTarget(this.#contract, exchange),
      ...(operation === undefined ? {} : { operation }),
      ...(body === undefined ? {} : { body }),
      status: reply.status,
      ...(response === undefined ? {} : { response }),
      broken: broken.map(({ clause, message }) => ({
        ...(clause === undefined ? {} : { clause }),
        message,
      })),
    };
  }

  /** A copy of a value without what stands under a name of a secret. */
  value(value: JsonValue): JsonValue {
    return this.#copy(value, () => true, []);
  }

  #sent({ request, operation, cut }: MockExchange): JsonValue | undefined {
    if (cut?.received !== undefined) return `[${cut.received} bytes]`;
    if (request?.body.kind !== 'json') return undefined;
    const documented = this.#contract.operations.find(({ id }) => id === operation)?.body;
    const known = new Set(documented?.properties.map(({ name }) => lastName(name)));
    // A secret may stand under a misspelt name.
    return this.#copy(request.body.value, (name) => known.has(name), []);
  }

  #answered({ reply, request, operation, cut }: MockExchange): JsonValue | undefined {
    if (reply.body.byteLength === 0) return undefined;
    if (cut?.reply !== undefined) return `[${cut.reply} bytes]`;
    const { wholeResponses } = this.#contract.sensitive;
    if (operation !== undefined && wholeResponses.includes(operation) && reply.status < 300)
      return hidden;
    const sent = request?.body.kind === 'json' ? this.#secretsIn(request.body.value) : [];
    try {
      const value = JSON.parse(Buffer.from(reply.body).toString()) as JsonValue;
      return this.#copy(value, () => true, sent);
    } catch {
      return `[${reply.body.byteLength} bytes]`;
    }
  }

  /** Texts with one of the secrets in them are hidden as a whole: a wrong server may repeat what it got. */
  #copy(
    value: JsonValue,
    isKnown: (name: string) => boolean,
    secrets: readonly string[],
  ): JsonValue {
    if (typeof value === 'string')
      return secrets.some((secret) => value.includes(secret)) ? hidden : value;
    if (Array.isArray(value))
      return value.map((one: JsonValue) => this.#copy(one, isKnown, secrets));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => {
        const isHidden = !isKnown(name) || this.#secret.has(name.toLowerCase());
        return [name, isHidden && one !== null ? hidden : this.#copy(one, isKnown, secrets)];
      }),
    );
  }

  #secretsIn(value: JsonValue): string[] {
    if (Array.isArray(value)) return value.flatMap((one: JsonValue) => this.#secretsIn(one));
    if (!isObject(value)) return [];
    return Object.entries(value).flatMap(([name, one]) =>
      this.#secret.has(name.toLowerCase()) && typeof one === 'string' && one !== ''
        ? [one]
        : this.#secretsIn(one),
    );
  }
}
