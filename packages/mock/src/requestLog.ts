import type { MockExchange } from './exchange.ts';

const longest = 1000;
const largestBody = 16 * 1024;

/** The last 1,000 requests. Bodies over 16 KiB are dropped, so that the log's size has a limit. */
export class RequestLog {
  #entries: MockExchange[] = [];
  #next = 0;

  add(exchange: MockExchange): void {
    const entry =
      exchange.received.body.byteLength > largestBody
        ? { ...exchange, received: { ...exchange.received, body: new Uint8Array(0) } }
        : exchange;
    if (this.#entries.length < longest) this.#entries.push(entry);
    else {
      this.#entries[this.#next] = entry;
      this.#next = (this.#next + 1) % longest;
    }
  }

  /** Oldest first. */
  get list(): readonly MockExchange[] {
    return [...this.#entries.slice(this.#next), ...this.#entries.slice(0, this.#next)];
  }

  clear(): void {
    this.#entries = [];
    this.#next = 0;
  }
}
