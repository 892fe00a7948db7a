type Pairs = Iterable<readonly [string, string]>;

/**
 * `Headers` as the Fetch standard has them, without the rest of an HTTP that comes along with Node's and undici's. The packed command
 * line has it in their place; what may not be sent is refused where it is sent.
 */
export class PlainHeaders {
  readonly #values = new Map<string, string[]>();

  constructor(init: Pairs | Readonly<Record<string, string>> = {}) {
    const pairs = Symbol.iterator in init ? init : Object.entries(init);
    for (const [name, value] of pairs) this.append(name, value);
  }

  append(name: string, value: string): void {
    const key = name.toLowerCase();
    this.#values.set(key, [...(this.#values.get(key) ?? []), trimmed(value)]);
  }

  set(name: string, value: string): void {
    this.#values.set(name.toLowerCase(), [trimmed(value)]);
  }

  delete(name: string): void {
    this.#values.delete(name.toLowerCase());
  }

  has(name: string): boolean {
    return this.#values.has(name.toLowerCase());
  }

  get(name: string): string | null {
    return this.#values.get(name.toLowerCase())?.join(', ') ?? null;
  }

  getSetCookie(): string[] {
    return [...(this.#values.get('set-cookie') ?? [])];
  }

  /** By name; a cookie each, all else once. */
  *entries(): Generator<[string, string], void, undefined> {
    for (const name of [...this.#values.keys()].toSorted()) {
      const values = this.#values.get(name) ?? [];
      for (const value of name === 'set-cookie' ? values : [values.join(', ')]) yield [name, value];
    }
  }

  *keys(): Generator<string, void, undefined> {
    for (const [name] of this.entries()) yield name;
  }

  *values(): Generator<string, void, undefined> {
    for (const [, value] of this.entries()) yield value;
  }

  forEach(see: (value: string, name: string, headers: PlainHeaders) => void): void {
    for (const [name, value] of this.entries()) see(value, name, this);
  }

  [Symbol.iterator](): Generator<[string, string], void, undefined> {
    return this.entries();
  }
}

/** Without the white space around it, which no header has. */
function trimmed(value: unknown): string {
  return String(value).replaceAll(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
}
