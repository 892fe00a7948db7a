import { isAmongMediaTypes, isReadAsBody, type Operation } from '@oidc-admin/contract';
import { isOtherMedia } from '@oidc-admin/model';
import { jsonIn } from './requestBody.ts';
import type { TrafficExchange } from './trafficExchange.ts';

/** Why an exchange was not judged. */
export type Unjudged =
  | 'otherPath'
  | 'noResponse'
  | 'unread'
  | 'overload'
  | 'cached'
  | 'redirected'
  | 'masked';

/** Headers of requests that ask for a response only under a condition, or for a part of it. */
const conditions = [
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
  'if-range',
  'range',
];

/** Answers to such requests that no specification of an API has to name. */
const conditional = new Set([206, 304, 412, 416]);

/** Statuses of gateways, and of servers that ask for the same request later. */
const gateway = new Set([407, 408, 425, 429]);

/**
 * Why an exchange says nothing of the server: it was answered by a cache, or only in so far as the client did not know it yet; it was
 * sent to another place, or changed the protocol; something between client and server was overloaded.
 */
export function whyUnjudged(exchange: TrafficExchange, operation: Operation): Unjudged | undefined {
  const { headers: asked, response, isCached = false } = exchange;
  if (response === undefined) return 'noResponse';
  const { status, headers } = response;
  if (status >= 500 || gateway.has(status)) return 'overload';
  const documented = operation.responses.find((one) => one.status === status);
  const isConditional = conditional.has(status) && conditions.some((name) => name in asked);
  // A cache says how old its answer is (RFC 9111, 5.1).
  const isAged = Number(headers['age'] ?? 0) > 0;
  if (isCached || isAged || (isConditional && documented === undefined)) return 'cached';
  const isElsewhere = status >= 300 && status < 400 && headers['location'] !== undefined;
  if (documented === undefined && (isElsewhere || status < 200)) return 'redirected';
  return isUnreadable(exchange, operation) ? 'unread' : undefined;
}

/** Whether a body was left out, or is of a media type that nobody looks into. */
function isUnreadable(
  { body, headers, response, isUnread = false }: TrafficExchange,
  operation: Operation,
): boolean {
  const { body: taken } = operation;
  const given = headers['content-type'] ?? '';
  const isOther =
    isAmongMediaTypes(taken?.otherMediaTypes, given) &&
    !isAmongMediaTypes([taken?.mediaType ?? ''], given);
  const isRead =
    taken !== undefined && jsonIn(body ?? '') !== undefined && isReadAsBody(taken, given);
  const isUnreadBody = isOther && !isRead && body !== undefined;
  const documented = operation.responses.find(({ status }) => status === response?.status);
  return (
    isUnread ||
    isUnreadBody ||
    (documented !== undefined &&
      response !== undefined &&
      isOtherMedia(documented, { ...response, bodyText: response.body }))
  );
}
