import type { MockExchange, RecordedExchange, Violation } from './exchange.ts';

/** How many bytes of one body are kept. */
const longestBody = 16 * 1024;

/** The objects around one request, and what JSON of the worst form takes for each byte of its text. */
const overhead = 2048;
const perParsedByte = 24;

/** How many violations of a body that is cut are kept. */
const mostViolations = 100;

/**
 * The last requests, as many as there is room for, 4 MiB where nobody says it. Of a body over 16 KiB only the beginning is kept, and its length is said; so
 * what callers send cannot fill the memory.
 */
export class RequestLog {
  #entries: { readonly exchange: MockExchange; readonly size: number }[] = [];
  #size = 0;
  #isWhole = true;
  readonly #room: number;

  /** `room`: how many bytes all kept requests take together, at most. */
  constructor(room = 4 * 1024 * 1024) {
    this.#room = room;
  }

  add(exchange: RecordedExchange): void {
    const kept = shortened(exchange);
    const size = sizeOf(kept);
    this.#entries.push({ exchange: kept, size });
    this.#size += size;
    if (this.#size <= this.#room) return;
    this.#isWhole = false;
    // An eighth at a time, so that it is not moved for each request.
    let dropped = 0;
    for (; this.#size > (this.#room * 7) / 8; dropped += 1)
      this.#size -= this.#entries[dropped]?.size ?? 0;
    this.#entries = this.#entries.slice(dropped);
  }

  /** Oldest first. */
  get list(): readonly MockExchange[] {
    return this.#entries.map(({ exchange }) => exchange);
  }

  /** Whether every request since the start or the last reset is there. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  clear(): void {
    this.#entries = [];
    this.#size = 0;
    this.#isWhole = true;
  }
}

/** A body counts with all of the memory that it keeps from being freed. */
function sizeOf({ received, request, reply }: MockExchange): number {
  const { headers, target, body } = received;
  let size = overhead + target.length + body.buffer.byteLength + reply.body.byteLength;
  for (const name in headers) size += name.length + (headers[name]?.length ?? 0);
  return request?.body.kind === 'json' ? size + perParsedByte * body.byteLength : size;
}

function shortened(exchange: RecordedExchange): RecordedExchange {
  const { received, reply, request } = exchange;
  const longRequest = received.body.byteLength > longestBody;
  const longReply = reply.body.byteLength > longestBody;
  if (!longRequest && !longReply) return exchange;
  // Later they could not be found any more. Nothing is parsed for the log alone.
  const found = (): readonly Violation[] =>
    request?.body.kind === 'json' ? exchange.violations.slice(0, mostViolations) : [];
  return exchange.with(
    {
      ...(longReply ? { reply: { ...reply, body: beginning(reply.body) } } : {}),
      cut: {
        ...(longRequest ? { received: received.body.byteLength } : {}),
        ...(longReply ? { reply: reply.body.byteLength } : {}),
      },
      ...(longRequest ? { received: { ...received, body: beginning(received.body) } } : {}),
      ...(longRequest && request !== undefined
        ? { request: { ...request, body: { kind: 'none' } } }
        : {}),
    },
    longRequest ? found() : undefined,
  );
}

/** A copy, since a view would keep the whole. */
function beginning(body: Uint8Array): Uint8Array {
  return new Uint8Array(body.subarray(0, longestBody));
}
