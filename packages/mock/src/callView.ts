import {
  elementTree,
  isObject,
  lastName,
  type Contract,
  type ElementNode,
  type JsonValue,
  type Operation,
} from '@oidc-admin/contract';
import type { StateData } from '@oidc-admin/model';
import { decoded, headerSecrets, lowerCase, queryParts, secretSegments } from './callSecrets.ts';
import type { MockExchange } from './exchange.ts';
import { parseBody } from './parseBody.ts';
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
  /** Hidden as a whole where nobody can tell what in it is secret, such as what no operation answers. */
  readonly response?: JsonValue;
  /** The rules that the request broke, as the model found them, with the clause that says so. */
  readonly broken: readonly { readonly clause?: string; readonly message: string }[];
}

const hidden = '[redacted]';

type Resources = StateData['resources'];
type Named = { readonly name: string };
type Node = ElementNode<Named> | undefined;
type IsSecret = (text: string) => boolean;

/** What hides secrets of one API: what stands under the name of one or under no documented name, and everything that repeats it. */
export class CallView {
  readonly #contract: Contract;
  readonly #secret: ReadonlySet<string>;
  readonly #resources: () => Resources;
  readonly #nodes = new Map<string, Node>();
  #saved: ReadonlySet<string> | undefined;

  /** `resources`: what is saved, whose secrets a wrong server may show in any place. */
  constructor(contract: Contract, resources: () => Resources) {
    this.#contract = contract;
    this.#resources = resources;
    const never = contract.resources.flatMap(({ neverReturned }) => neverReturned.map(lastName));
    this.#secret = lowerCase([...contract.sensitive.properties, ...never]);
  }

  call(exchange: MockExchange): ShownCall {
    const { received, reply, at, operation, broken } = exchange;
    const inBody = this.#secretsInBody(exchange);
    const isSecret = this.#within([...this.#secretsBeside(exchange), ...(inBody ?? [])]);
    const body = this.#sent(exchange, isSecret);
    const response = this.#answered(exchange, isSecret, inBody === undefined);
    return {
      at,
      method: received.method,
      target: redactedTarget(this.#contract, exchange).replaceAll(/[^/?&=]+/g, (part) =>
        isSecret(decoded(part)) ? hidden : part,
      ),
      ...(operation === undefined ? {} : { operation }),
      ...(body === undefined ? {} : { body }),
      status: reply.status,
      ...(response === undefined ? {} : { response }),
      broken: broken.map(({ clause, message }) => ({
        ...(clause === undefined ? {} : { clause }),
        message: isSecret(message) ? hidden : message,
      })),
    };
  }

  /** A copy of what is saved, without its secrets. */
  state(): Resources {
    const { resources } = this.#contract;
    const isSecret = this.#within([]);
    return Object.fromEntries(
      Object.entries(this.#resources()).map(([name, parents]) => {
        const key = resources.find((one) => one.name === name)?.key;
        const isSecretKey = key !== undefined && this.#secret.has(key.toLowerCase());
        const node = this.#savedNode(name);
        const shownKey = (text: string): string => (isSecretKey || isSecret(text) ? hidden : text);
        return [
          name,
          Object.fromEntries(
            Object.entries(parents).map(([parent, saved]) => [
              isSecret(parent) ? hidden : parent,
              Object.fromEntries(
                Object.entries(saved).map(([id, one]) => [
                  shownKey(id),
                  this.#copy(one, node, this.#within(this.#secretsIn(one, node).map(String))),
                ]),
              ),
            ]),
          ),
        ];
      }),
    ) as Resources;
  }

  #sent({ request, operation, cut }: MockExchange, isSecret: IsSecret): JsonValue | undefined {
    if (cut?.received !== undefined) return `[${cut.received} bytes]`;
    if (request?.body.kind !== 'json') return undefined;
    return this.#copy(request.body.value, this.#sentNode(operation), isSecret);
  }

  #answered(
    { reply, operation, cut }: MockExchange,
    isSecret: IsSecret,
    isUnknown: boolean,
  ): JsonValue | undefined {
    if (reply.body.byteLength === 0) return undefined;
    if (cut?.reply !== undefined) return `[${cut.reply} bytes]`;
    const { sensitive, operations } = this.#contract;
    const found = operations.find(({ id }) => id === operation);
    // What no operation answers may be a token.
    if (found === undefined || isUnknown) return hidden;
    const answered = parseBody(reply.body);
    // A status alone may be wrong, so that a token under it stays hidden.
    if (sensitive.wholeResponses.includes(found.id) && !isError(found, reply.status, answered))
      return hidden;
    if (answered.kind !== 'json') return `[${reply.body.byteLength} bytes]`;
    const node = this.#node(`answer of ${found.id}`, () => [
      ...found.responses.flatMap(({ properties }) => properties),
      ...this.#contract.errors.properties.map((name) => ({ name })),
    ]);
    return this.#copy(answered.value, node, isSecret);
  }

  #sentNode(operation: string | undefined): Node {
    return this.#node(
      `request of ${operation}`,
      () => this.#contract.operations.find(({ id }) => id === operation)?.body?.properties ?? [],
    );
  }

  #savedNode(name: string): Node {
    return this.#node(`saved ${name}`, () => {
      const resource = this.#contract.resources.find((one) => one.name === name);
      const bodies = Object.values(resource?.operations ?? {}).flatMap(
        (id) => this.#contract.operations.find((one) => one.id === id)?.body?.properties ?? [],
      );
      return [...(resource?.properties ?? []), ...bodies];
    });
  }

  /** What is documented of a body; found once for each. */
  #node(of: string, properties: () => readonly Named[]): Node {
    const known = this.#nodes.get(of) ?? elementTree(properties());
    this.#nodes.set(of, known);
    return known;
  }

  /** Texts with one of the secrets in them are hidden as a whole: a wrong server may repeat what it got, or what it has. */
  #within(secrets: readonly string[]): IsSecret {
    return (text) => secrets.some((secret) => text.includes(secret)) || this.#isSaved(text);
  }

  #isSaved(text: string): boolean {
    this.#saved ??= new Set(
      Object.entries(this.#resources()).flatMap(([name, parents]) => {
        const node = this.#savedNode(name);
        return Object.values(parents).flatMap((saved) =>
          Object.values(saved).flatMap((one) => this.#secretsIn(one, node).map(String)),
        );
      }),
    );
    return this.#saved.has(text);
  }

  /** The secrets in the headers and the URL of a request. */
  #secretsBeside(exchange: MockExchange): readonly string[] {
    const segments = exchange.received.target.split('?', 1)[0]?.split('/').filter(Boolean) ?? [];
    const inUrl = [
      ...queryParts(this.#contract, exchange).flatMap(({ secret }) => secret ?? []),
      ...secretSegments(this.#contract, exchange).map((fromEnd) => segments.at(-1 - fromEnd) ?? ''),
    ];
    return [
      ...headerSecrets(this.#contract, exchange),
      ...inUrl.flatMap((text) => [text, decoded(text)]),
    ].filter((secret) => secret !== '');
  }

  /** The secrets in the body of a request; undefined where nobody can tell. */
  #secretsInBody({
    received,
    request,
    operation,
    cut,
  }: MockExchange): readonly string[] | undefined {
    if (cut?.received !== undefined) return undefined;
    const body = request?.body.kind === 'json' ? request.body : parseBody(received.body);
    if (body.kind === 'malformed') return undefined;
    if (body.kind !== 'json') return [];
    const found = this.#secretsIn(body.value, this.#sentNode(operation));
    // Such a number may have been written in another way than it is read.
    if (found.some((one) => typeof one === 'number' && !Number.isSafeInteger(one)))
      return undefined;
    return found.map(String).filter((secret) => secret !== '');
  }

  #copy(value: JsonValue, node: Node, isSecret: IsSecret): JsonValue {
    if (Array.isArray(value))
      return value.map((one: JsonValue) => this.#copy(one, node?.elements, isSecret));
    if (isObject(value))
      return Object.fromEntries(
        Object.entries(value).map(([name, one]) => {
          const inner = this.#inside(node, name);
          const shown = node?.inner.has(name) !== true && isSecret(name) ? hidden : name;
          if (one === null) return [shown, null];
          return [shown, inner === undefined ? hidden : this.#copy(one, inner, isSecret)];
        }),
      );
    if (typeof value !== 'string' && typeof value !== 'number') return value;
    return node?.item === undefined || isSecret(String(value)) ? hidden : value;
  }

  /** Every text and number that stands where nothing may be seen. */
  #secretsIn(value: JsonValue, node: Node): readonly (string | number)[] {
    if (Array.isArray(value))
      return value.flatMap((one: JsonValue) => this.#secretsIn(one, node?.elements));
    if (isObject(value))
      return Object.entries(value).flatMap(([name, one]) =>
        this.#secretsIn(one, this.#inside(node, name)),
      );
    const isOpen = node?.item !== undefined;
    return (typeof value === 'string' || typeof value === 'number') && !isOpen ? [value] : [];
  }

  /** What is documented of a property; undefined for one that nobody may see. */
  #inside(node: Node, name: string): Node {
    if (this.#secret.has(name.toLowerCase())) return undefined;
    return node?.inner.get(name) ?? node?.values;
  }
}

/** Whether a refusal holds nothing but what the document has in refusals of this operation. */
function isError(
  { responses }: Operation,
  status: number,
  body: ReturnType<typeof parseBody>,
): boolean {
  if (status < 400 || body.kind !== 'json' || !isObject(body.value)) return false;
  const documented = responses.filter((one) => one.status >= 400);
  const names = new Set(documented.flatMap(({ properties }) => properties.map(({ name }) => name)));
  return Object.keys(body.value).every((name) => names.has(name));
}
