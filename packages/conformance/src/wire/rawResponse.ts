import { BodyBuffer } from './bodyBuffer.ts';
import { longestHead, tooLong } from './longestResponse.ts';
import { NoResponse } from './noResponse.ts';
import { readResponse, type HeaderLine, type WireResponse } from './wireResponse.ts';

/**
 * Reads the bytes of one connection as one response to a request by this method, and names everything that does not fit its
 * own framing. After the head of a response to HEAD nothing may come, whatever its headers say.
 */
export function readRawResponse(bytes: Buffer, method = 'GET'): WireResponse {
  let { status, rest, after } = readHead(bytes);
  while (status >= 100 && status < 200) ({ status, rest, after } = readHead(after));
  const lines = rest.map((line): HeaderLine => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const framed =
    method === 'HEAD' ? { body: after, violations: [] } : unframe(status, lines, after);
  return readResponse(status, lines, framed.body, framed.violations);
}

/** Status line and headers, and what follows them. */
function readHead(bytes: Buffer): {
  readonly status: number;
  readonly rest: readonly string[];
  readonly after: Buffer;
} {
  const end = bytes.subarray(0, longestHead).indexOf('\r\n\r\n');
  if (end < 0 && bytes.length > longestHead) throw tooLong('the head of the response', longestHead);
  const [first = '', ...rest] = bytes.toString('latin1', 0, Math.max(end, 0)).split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(first)?.[1]);
  if (end < 0 || Number.isNaN(status)) throw new NoResponse('the response is no HTTP');
  return { status, rest, after: bytes.subarray(end + 4) };
}

interface Framed {
  readonly body: Buffer;
  readonly violations: readonly string[];
}

function unframe(status: number, lines: readonly HeaderLine[], after: Buffer): Framed {
  const all = (wanted: string): string[] =>
    lines.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
  const [length, ...more] = [...new Set(all('content-length'))];
  const chunked = all('transfer-encoding').some((value) => /\bchunked\b/i.test(value));
  if (status === 204 || status === 304)
    return withoutBody(chunked ? dechunk(after) : undefined, length, after);
  if (chunked) {
    const found = dechunk(after);
    return length === undefined
      ? found
      : {
          ...found,
          violations: [...found.violations, 'both Content-Length and Transfer-Encoding are there'],
        };
  }
  // Without a length the body ends where the connection does.
  if (length === undefined) return { body: after, violations: [] };
  if (more.length > 0 || !/^\d+$/.test(length))
    return { body: after, violations: [`Content-Length is '${[length, ...more].join(', ')}'`] };
  const wanted = Number(length);
  if (wanted === after.length) return { body: after, violations: [] };
  return {
    body: after.subarray(0, wanted),
    violations: [`Content-Length is ${wanted}, but ${after.length} bytes followed`],
  };
}

/** A response that cannot have a body: everything after the head is one all the same, for the judge to see. */
function withoutBody(
  chunks: Framed | undefined,
  length: string | undefined,
  after: Buffer,
): Framed {
  if (chunks?.body.length === 0 && chunks.violations.length === 0)
    return { body: chunks.body, violations: [] };
  const announced = length !== undefined && length !== '0' && after.length === 0;
  return {
    body: after,
    violations: announced ? [`Content-Length is ${length} without a body`] : [],
  };
}

function dechunk(bytes: Buffer): Framed {
  // Chunks of one byte each, kept as they are, would take fifty times the memory.
  const body = new BodyBuffer(bytes.length);
  let at = 0;
  for (;;) {
    const line = bytes.indexOf('\r\n', at);
    const digits =
      line < 0
        ? undefined
        : /^[\da-f]{1,12}(?![\da-f])/i.exec(bytes.toString('latin1', at, Math.min(line, at + 13)));
    const size = Number.parseInt(digits?.[0] ?? '', 16);
    if (Number.isNaN(size)) return broken(body, 'the chunked body is not complete');
    at = line + 2;
    if (size === 0) break;
    if (bytes.length < at + size + 2) return broken(body, 'the chunked body is not complete');
    body.add(bytes.subarray(at, at + size));
    at += size + 2;
  }
  const trailer = bytes.toString('latin1', at);
  if (!/^(?:[^\r\n]+\r\n)*\r\n$/.test(trailer)) {
    return trailer === '' || !trailer.includes('\r\n')
      ? broken(body, 'the chunked body is not complete')
      : broken(body, 'bytes follow the end of the chunked body');
  }
  return { body: body.bytes(), violations: [] };
}

function broken(body: BodyBuffer, violation: string): Framed {
  return { body: body.bytes(), violations: [violation] };
}
