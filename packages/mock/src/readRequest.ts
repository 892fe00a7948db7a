import type { Contract, Operation } from '@oidc-admin/contract';
import {
  documentedNames,
  headersGiven,
  type Caller,
  type Model,
  type ModelRequest,
  type Router,
} from '@oidc-admin/model';
import type { MockDefinition } from './definition.ts';
import type { MockExchange, Received, Violation } from './exchange.ts';
import { mediaTypeOf } from './mediaTypeOf.ts';
import { parseBody } from './parseBody.ts';
import { violationsOf } from './prism/violationsOf.ts';
import { readQuery } from './readQuery.ts';
import { wantsWholeLocation } from './responseHeaders.ts';

/** What a request asks for, before anybody looked at who sends it. */
export type Routed =
  | {
      readonly kind: 'operation';
      readonly operation: Operation;
      readonly path: Readonly<Record<string, string>>;
      readonly query: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'method'; readonly allow: readonly string[]; readonly operation: Operation }
  | { readonly kind: 'options'; readonly allow: readonly string[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'badEncoding' };

/** Finds the operation of a request. HEAD finds the operation of GET; OPTIONS is answered for every known path. */
export function routeRequest(router: Router, received: Received): Routed {
  const mark = received.target.indexOf('?');
  const path = mark < 0 ? received.target : received.target.slice(0, mark);
  const found = router(received.method === 'HEAD' ? 'GET' : received.method, path);
  if (found.kind === 'method') {
    const allow = withImplied(found.allow);
    if (received.method === 'OPTIONS') return { kind: 'options', allow };
    return { kind: 'method', allow, operation: found.operation };
  }
  if (found.kind !== 'operation') return found;
  const query = readQuery(mark < 0 ? '' : received.target.slice(mark + 1));
  if (query === undefined) return { kind: 'badEncoding' };
  return {
    kind: 'operation',
    operation: found.operation,
    path: found.path,
    query,
  };
}

/** The request as the model sees it, before its body was looked at. */
export function modelRequestOf(
  routed: Extract<Routed, { kind: 'operation' }>,
  received: Received,
  caller: Caller,
  now: number,
): ModelRequest {
  const mediaType = mediaTypeOf(received.headers);
  const { paging, responses } = routed.operation;
  const isAsked = paging?.link !== undefined || responses.some(wantsWholeLocation);
  const url = isAsked ? urlOf(received) : undefined;
  return {
    operation: routed.operation.id,
    path: routed.path,
    query: routed.query,
    ...(url === undefined ? {} : { url }),
    headers: headersGiven(routed.operation, received.headers),
    ...(mediaType === undefined ? {} : { mediaType }),
    body: { kind: 'none' },
    caller,
    now,
  };
}

/** The URL of a request as its sender wrote it, but for the query; undefined where no Host says it. */
function urlOf({ headers, target, prefix = '', secure }: Received): string | undefined {
  const base = `${secure === true ? 'https' : 'http'}://${headers['host'] ?? ''}`;
  const [path] = target.split('?');
  return URL.canParse(base) ? `${new URL(base).origin}${prefix}${path}` : undefined;
}

/** The same with its body, where the operation has one. */
export function withParsedBody(
  request: ModelRequest,
  { body }: Operation,
  received: Received,
  { anyPropertyCase = false }: Pick<MockDefinition, 'anyPropertyCase'>,
): ModelRequest {
  if (body === undefined) return request;
  const parsed = parseBody(received.body);
  return { ...request, body: anyPropertyCase ? documentedNames(parsed, body) : parsed };
}

function withImplied(allow: readonly string[]): readonly string[] {
  return [...allow, ...(allow.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
}

/** What finds later, in an exchange, where its request violates the document of a server. */
export function violationFinder(server: {
  readonly contract: Contract;
  readonly model: Model;
  readonly definition: MockDefinition;
}): (exchange: Pick<MockExchange, 'received' | 'operation' | 'request'>) => readonly Violation[] {
  return ({ received, operation, request }) => {
    const { contract, model, definition } = server;
    const found = contract.operations.find(({ id }) => id === operation);
    if (found === undefined || request === undefined) return [];
    const isRead = request.body.kind !== 'none';
    const whole = isRead ? request : withParsedBody(request, found, received, definition);
    return violationsOf(contract, model, found, whole, received);
  };
}
