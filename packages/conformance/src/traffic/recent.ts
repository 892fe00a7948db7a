/** How much is kept: so many entries, and of their sizes together so much. */
export interface RecentLimits {
  readonly entries: number;
  readonly size: number;
}

/** So much of a limit is left when it was reached, so that not each new entry has to push one out. */
const rest = 0.9;

/** Entries with a size each, in the order of their last use. What is too much goes when it is taken away, not before. */
export class Recent<Value> {
  readonly #entries = new Map<string, { readonly value: Value; readonly size: number }>();
  readonly #limits: RecentLimits;
  #size = 0;

  constructor(limits: RecentLimits) {
    this.#limits = limits;
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key)?.value;
  }

  /** The size that an entry has; none where there is no such entry. */
  sizeOf(key: string): number | undefined {
    return this.#entries.get(key)?.size;
  }

  keys(): MapIterator<string> {
    return this.#entries.keys();
  }

  /** Makes an entry the newest one. */
  use(key: string, value: Value, size = key.length): void {
    this.delete(key);
    this.#entries.set(key, { value, size });
    this.#size += size;
  }

  delete(key: string): void {
    this.#size -= this.#entries.get(key)?.size ?? 0;
    this.#entries.delete(key);
  }

  /** Where there is too much, takes the oldest entries away and answers them; the newest one stays, however large it is. */
  takeOldest(): readonly Value[] {
    if (this.#fits(1)) return [];
    const taken: Value[] = [];
    for (const [key, { value }] of this.#entries) {
      if (this.#fits(rest) || this.#entries.size === 1) break;
      this.delete(key);
      taken.push(value);
    }
    return taken;
  }

  #fits(share: number): boolean {
    const { entries, size } = this.#limits;
    return this.#entries.size <= entries * share && this.#size <= size * share;
  }
}
