/** Where a secret was sent: to something saved, or anywhere else. */
export interface SecretOwner {
  readonly resource?: string;
  readonly parent?: string;
  readonly key?: string;
}

/** A secret that was sent, and what makes it different from every other. */
export interface Canary {
  readonly core: string;
  readonly owner: SecretOwner;
}

const width = 5;

/**
 * Makes the secrets of a run, each unique, and finds them in any text: plain, escaped for JSON or a URL (nothing in a
 * core needs to be escaped), in either letter case, in Base64 at any offset, in hexadecimal.
 */
export class Canaries {
  readonly #marker: string;
  readonly #known = new Map<string, Canary>();
  readonly #search: RegExp;
  /** The marker in Base64, and in hexadecimal in either letter case; each is followed by the rest of a secret. */
  readonly #base64: readonly string[];
  readonly #hex: RegExp;
  readonly #encoded: RegExp;
  /** A copy of a long body in one letter case costs more than a search that takes either. */
  readonly #marked: RegExp;

  /** `seed` is of letters and digits; two runs with different ones have no secret in common. */
  constructor(seed: string) {
    this.#marker = `cnry${seed.toLowerCase()}x`;
    this.#search = new RegExp(`${this.#marker}[0-9a-z]{${width}}z`, 'gi');
    this.#marked = new RegExp(this.#marker, 'i');
    const digits = Buffer.from(this.#marker).toString('hex');
    this.#hex = new RegExp(digits, 'i');
    this.#base64 = [0, 1, 2].map((offset) => base64Core(this.#marker, offset));
    const hex = digits.replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
    this.#encoded = new RegExp(`(?:${[...this.#base64, hex].join('|')})[A-Za-z0-9+/_=-]*`, 'g');
  }

  /** A new secret; filled up to `length` characters with `filler`, whose core stays at the front. */
  make(owner: SecretOwner, length = 0, filler = 'x'): string {
    const core = `${this.#marker}${this.#known.size.toString(36).padStart(width, '0')}z`;
    this.#known.set(core, { core, owner });
    const missing = Math.max(0, length - core.length);
    return core + filler.repeat(missing);
  }

  /** Says whose a secret is, where that is only known when it is sent. */
  assign(text: string, owner: SecretOwner): void {
    for (const core of new Set(text.match(this.#search)?.map((one) => one.toLowerCase()))) {
      if (this.#known.has(core)) this.#known.set(core, { core, owner });
    }
  }

  /** Every secret in a text, once for each time that it is there. */
  in(text: string): Canary[] {
    if (!this.#marked.test(text)) return [];
    return [...text.matchAll(this.#search)].flatMap(
      ([core]) => this.#known.get(core.toLowerCase()) ?? [],
    );
  }

  /** Whether a text holds a secret in Base64 or in hexadecimal. */
  isEncodedIn(text: string): boolean {
    return this.#base64.some((core) => text.includes(core)) || this.#hex.test(text);
  }

  /** The parts of a text that a redactor has to hide, encoded ones too. */
  secretsIn(text: string): string[] {
    const plain = this.#marked.test(text) ? text.match(this.#search) : null;
    const encoded = this.isEncodedIn(text) ? text.match(this.#encoded) : null;
    return [...new Set([...(plain ?? []), ...(encoded ?? [])])];
  }
}

/** The part of a text's Base64 form that does not depend on what is around it, at one of the three offsets. */
export function base64Core(text: string, offset: number): string {
  const encoded = Buffer.from(`${'\0'.repeat(offset)}${text}`).toString('base64');
  const start = offset === 0 ? 0 : offset + 1;
  const whole = Math.floor(((offset + text.length) * 8) / 6);
  return encoded.slice(start, whole);
}
