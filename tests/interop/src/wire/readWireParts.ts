import type { WireRecord } from './conductor.ts';

/** The parts of a request that are compared, each as text. */
export type WirePart =
  | 'sent'
  | 'method'
  | 'path'
  | 'query'
  | 'content-type'
  | 'accept'
  | 'authorization'
  | 'body'
  | 'outcome';

/** What a client sent for a call, part by part. */
export type WireParts = Readonly<Record<WirePart, string>>;

/** A part of a request that two clients sent otherwise. */
export interface WireDifference {
  readonly part: WirePart;
  readonly expected: string;
  readonly actual: string;
}

/** Reads what the mock logged for a call. A query is a set of pairs; a plus sign in it is a plus sign. */
export function readWireParts({ received, outcome }: WireRecord): WireParts {
  const [first] = received;
  const [path = '', query = ''] = (first?.target ?? '').split(/\?(.*)/s);
  const headers = first?.headers ?? {};
  return {
    sent: `${received.length} requests`,
    method: first?.method ?? '',
    path,
    query: query.split('&').filter(Boolean).map(decodeURIComponent).toSorted().join('\n'),
    'content-type': headers['content-type'] ?? 'none',
    accept: headers['accept'] ?? 'none',
    authorization: signInOf(headers['authorization']),
    body: bodyOf(Buffer.from(first?.body ?? []).toString()),
    outcome,
  };
}

/** Who signed in and how, without what differs from one second to the next; the mock has checked that part. */
function signInOf(authorization = 'none'): string {
  const [, key, scope] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^,]+), ?SignedHeaders=/.exec(authorization) ??
    [];
  return key === undefined ? authorization : `${key} ${scope}`;
}

function bodyOf(text: string): string {
  try {
    return JSON.stringify(sorted(JSON.parse(text)));
  } catch {
    return text === '' ? 'none' : text;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
