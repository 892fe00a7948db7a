import type { TrafficExchange } from './trafficExchange.ts';

/** A file of traffic that cannot be read: what is wrong and where. Never quotes the file. */
export class UnreadableTraffic extends Error {
  override readonly name = 'UnreadableTraffic';
}

interface HarHeader {
  readonly name: string;
  readonly value: string;
}

interface HarEntry {
  readonly startedDateTime: string;
  readonly time?: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers?: readonly HarHeader[];
    readonly postData?: { readonly text?: string; readonly encoding?: string };
  };
  readonly response?: {
    readonly status: number;
    readonly headers?: readonly HarHeader[];
    readonly content?: { readonly text?: string; readonly encoding?: string };
  };
}

function headersOf(headers: readonly HarHeader[] = []): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { name, value } of headers) {
    const lower = name.toLowerCase();
    // Pseudo-headers of HTTP/2 are no headers.
    if (lower.startsWith(':')) continue;
    found[lower] = found[lower] === undefined ? value : `${found[lower]}, ${value}`;
  }
  return found;
}

function textOf({ text = '', encoding }: { text?: string; encoding?: string } = {}): string {
  return encoding === 'base64' ? Buffer.from(text, 'base64').toString() : text;
}

function exchangeOf({ startedDateTime, time = 0, request, response }: HarEntry): TrafficExchange {
  const start = Date.parse(startedDateTime);
  const body = request.postData === undefined ? undefined : textOf(request.postData);
  // Browsers write 0, and -1 is seen, where no response came.
  const isAnswered = response !== undefined && response.status > 0;
  return {
    start,
    end: start + Math.max(0, time),
    method: request.method,
    url: request.url,
    headers: headersOf(request.headers),
    ...(body !== undefined && body !== '' && { body }),
    ...(isAnswered && {
      response: {
        status: response.status,
        headers: headersOf(response.headers),
        body: textOf(response.content),
      },
    }),
  };
}

function isEntry(value: unknown): value is HarEntry {
  if (typeof value !== 'object' || value === null || !('request' in value)) return false;
  const { request } = value;
  return (
    typeof request === 'object' &&
    request !== null &&
    'method' in request &&
    typeof request.method === 'string' &&
    'url' in request &&
    URL.canParse(String(request.url)) &&
    'startedDateTime' in value &&
    !Number.isNaN(Date.parse(String(value.startedDateTime)))
  );
}

/**
 * Reads a HAR 1.2 file, as browsers and mitmproxy write it: its exchanges in the order in which they began. Throws
 * `UnreadableTraffic` where it is none.
 */
export function readHar(text: string): readonly TrafficExchange[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new UnreadableTraffic('it is no JSON');
  }
  const log =
    typeof content === 'object' && content !== null && 'log' in content ? content.log : undefined;
  const entries =
    typeof log === 'object' && log !== null && 'entries' in log ? log.entries : undefined;
  if (!Array.isArray(entries)) throw new UnreadableTraffic('it has no list at /log/entries');
  const wrong = entries.findIndex((entry) => !isEntry(entry));
  if (wrong >= 0)
    throw new UnreadableTraffic(
      `/log/entries/${wrong} has no startedDateTime, request.method and request.url as HAR 1.2 has them`,
    );
  return (entries as readonly HarEntry[])
    .map((entry) => exchangeOf(entry))
    .toSorted((one, other) => one.start - other.start);
}
