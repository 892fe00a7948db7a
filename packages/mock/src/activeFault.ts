import type { MockReply, Received } from './exchange.ts';
import type { Fault } from './fault.ts';
import type { FaultOptions } from './faultOptions.ts';
import { randomNumbers } from './randomNumbers.ts';

/** A fault that is on, with its memory. */
export class ActiveFault {
  readonly fault: Fault;
  readonly options: FaultOptions;
  readonly memory = new Map<string, unknown>();
  readonly #decided = new WeakMap<Received, boolean>();
  readonly #acted = new WeakSet<Received>();
  readonly #random: () => number;
  #left: number;

  constructor(fault: Fault, options: FaultOptions) {
    this.fault = fault;
    this.options = options;
    this.#left = options.times ?? Number.POSITIVE_INFINITY;
    this.#random = randomNumbers(options.seed ?? 0);
  }

  /** How many requests it still spoils; without end where nobody said how many. */
  get left(): number {
    return this.#left;
  }

  /** Whether it concerns requests of an operation; of none where no operation was found. */
  concerns(operation: string | undefined): boolean {
    const { fault, options } = this;
    return [fault.operation, options.operation].every(
      (only) => only === undefined || only === operation,
    );
  }

  /** Whether it spoils a request that it concerns. The answer for one request stays the same. */
  spoils(received: Received): boolean {
    const { times, rate } = this.options;
    if (times === undefined && rate === undefined) return true;
    const known = this.#decided.get(received);
    if (known !== undefined) return known;
    const does = this.#left > 0 && (rate === undefined || this.#random() < rate);
    if (does) this.#left -= 1;
    this.#decided.set(received, does);
    return does;
  }

  /** What a hook made of something; notes where it made another thing of it, and so changed something for a request. */
  changed<Part>(received: Received, before: Part, after: Part): Part {
    if (after !== before) this.#acted.add(received);
    return after;
  }

  /** A request that it did nothing to, such as a read where only a create is spoiled, is none of the `times`. */
  settle(received: Received): void {
    if (this.#decided.get(received) !== true || this.#acted.has(received)) return;
    this.#left += 1;
    this.#decided.delete(received);
  }

  /** A response as the options want it, after the fault's own hooks. */
  withOptions(reply: MockReply): MockReply {
    const { delayMs, retryAfter } = this.options;
    let changed = reply;
    if (retryAfter !== undefined && reply.status >= 400) {
      const others = reply.headers.filter(([name]) => name !== 'retry-after');
      changed = { ...changed, headers: [...others, ['retry-after', String(retryAfter)]] };
    }
    if (delayMs === undefined) return changed;
    const others = (changed.wire ?? []).filter(({ kind }) => kind !== 'delay');
    return { ...changed, wire: [{ kind: 'delay', milliseconds: delayMs }, ...others] };
  }
}
