import { longestUnseen } from './overlapping.ts';
import type { TrafficExchange } from './trafficExchange.ts';

/** A file of traffic that cannot be read: what is wrong and where. Never quotes the file. */
export class UnreadableTraffic extends Error {
  override readonly name = 'UnreadableTraffic';
}

interface HarHeader {
  readonly name: string;
  readonly value: string;
}

/** mitmproxy writes null where it could not read a text. */
interface HarText {
  readonly text?: string | null;
  readonly encoding?: string;
}

/** What browsers add: an answer that came from their own cache, or from a worker of the page, which asks the server by itself. */
interface BrowserEntry {
  readonly _fromCache?: unknown;
  readonly _fetchedViaServiceWorker?: unknown;
}

interface HarEntry extends BrowserEntry {
  readonly startedDateTime: string;
  readonly time?: number;
  readonly timings?: {
    readonly send?: number | null;
    readonly wait?: number | null;
    readonly receive?: number | null;
  };
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers?: readonly HarHeader[];
    readonly postData?: HarText;
    readonly bodySize?: number;
  };
  readonly response?: BrowserEntry & {
    readonly status: number;
    readonly headers?: readonly HarHeader[];
    readonly content?: HarText & { readonly size?: number };
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

function textOf({ text, encoding }: HarText = {}): string {
  return encoding === 'base64' ? Buffer.from(text ?? '', 'base64').toString() : (text ?? '');
}

/** Browsers write milliseconds, mitmproxy microseconds, of which `Date` drops the last three digits. */
function instantOf(startedDateTime: string): number {
  const beyond = /\.\d{3}(\d+)/.exec(startedDateTime)?.[1] ?? '0';
  return Date.parse(startedDateTime) + Number(`0.${beyond}`);
}

/**
 * In milliseconds. mitmproxy counts the time to connect twice, as such and as waiting: the sum would reach into the next request. Some
 * recorders leave all of it out: then it may have been long.
 */
function durationOf({ time = -1, timings = {} }: HarEntry, creator: string): number {
  const { send, wait, receive } = timings;
  const parts = [send, wait, receive].filter((part) => typeof part === 'number' && part >= 0);
  if (time < 0 && parts.length === 0) return longestUnseen;
  if (creator !== 'mitmproxy' && time >= 0) return time;
  return parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
}

/** Whether a body was there that the recorder did not write: HAR may leave out what is large, or all of them. */
function leavesOut({ request, response }: HarEntry): boolean {
  const { postData, bodySize = 0 } = request;
  const isSent =
    postData?.text === null ||
    (postData === undefined && bodySize > 0 && /^(?:POST|PUT|PATCH)$/.test(request.method));
  if (isSent || response === undefined) return isSent;
  const { content = {}, status } = response;
  const headers = headersOf(response.headers);
  const announced =
    request.method === 'HEAD' || status === 304 ? 0 : Number(headers['content-length'] ?? 0);
  if (content.text === undefined || content.text === null)
    return (content.size ?? 0) > 0 || announced > 0;
  // What is packed may well have a length and unpack to nothing.
  const isPacked = headers['content-encoding'] !== undefined;
  return content.text === '' && ((content.size ?? 0) > 0 || (announced > 0 && !isPacked));
}

function isFromCache(one: BrowserEntry | undefined): boolean {
  const { _fromCache: fromCache, _fetchedViaServiceWorker: byWorker } = one ?? {};
  return [fromCache, byWorker].some(
    (value) => value !== undefined && value !== null && value !== false,
  );
}

function exchangeOf(entry: HarEntry, creator: string): TrafficExchange {
  const { startedDateTime, request, response } = entry;
  const start = instantOf(startedDateTime);
  const body = textOf(request.postData);
  // Browsers write 0, and -1 is seen, where no response came.
  const isAnswered = response !== undefined && response.status > 0;
  return {
    start,
    end: start + durationOf(entry, creator),
    method: request.method,
    url: request.url,
    headers: headersOf(request.headers),
    ...(body !== '' && { body }),
    ...(leavesOut(entry) && { isUnread: true }),
    ...([entry, response].some((one) => isFromCache(one)) && { isCached: true }),
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
  const { entries, creator }: { entries?: unknown; creator?: { name?: unknown } | null } =
    typeof log === 'object' && log !== null ? log : {};
  if (!Array.isArray(entries)) throw new UnreadableTraffic('it has no list at /log/entries');
  const wrong = entries.findIndex((entry) => !isEntry(entry));
  if (wrong >= 0)
    throw new UnreadableTraffic(
      `/log/entries/${wrong} has no startedDateTime, request.method and request.url as HAR 1.2 has them`,
    );
  return (entries as readonly HarEntry[])
    .map((entry) => exchangeOf(entry, String(creator?.name)))
    .toSorted((one, other) => one.start - other.start);
}
