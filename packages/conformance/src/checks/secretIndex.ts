import { spellingsOf } from '@oidc-admin/client';

/** So many units of a text are its key; shorter ones are looked for one by one. */
const keyLength = 6;
/** Of each unit of a key so many bits count, which are the same for both letter cases. */
const unitBits = 5;
const keyBits = keyLength * unitBits;
const sieveBits = 16;

/** The key of the units that end with this one: what was more than `keyLength` units ago has left it. */
function keyWith(key: number, unit: number): number {
  return ((key << unitBits) | (unit & (2 ** unitBits - 1))) & (2 ** keyBits - 1);
}

function placeOf(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> (32 - sieveBits);
}

const none: readonly string[] = [];

/** Secrets by the key with which they begin. */
class ByKey {
  readonly #lists = new Map<number, string[]>();

  add(key: number, secret: string): void {
    const list = this.#lists.get(key);
    if (list === undefined) this.#lists.set(key, [secret]);
    // Spellings of one secret often begin alike, and are added one after the other.
    else if (list.at(-1) !== secret) list.push(secret);
  }

  at(key: number): readonly string[] {
    return this.#lists.get(key) ?? none;
  }
}

/**
 * Finds which of many secrets may stand in a text, in one pass over it: a run knows the tokens of hundreds of sessions, and looks for
 * all of them in every text. What is not written in one way only, such as a text with a quotation mark, counts as found
 * where one of its spellings may begin.
 */
export class SecretIndex {
  /** Written in one way only. */
  readonly #exact = new ByKey();
  /** In lower case, and found in either. */
  readonly #words = new ByKey();
  /** By the beginnings of all their spellings. */
  readonly #spelled = new ByKey();
  /** Which keys there are: of most places of a text, none. */
  readonly #sieve = new Uint8Array(2 ** sieveBits);
  readonly #short = new Set<string>();
  /** With a spelling that is too short for a key. */
  readonly #always = new Set<string>();

  add(secret: string): void {
    const isPlain = /^[\w.~-]*$/.test(secret);
    const spellings = isPlain ? [secret] : spellingsOf(secret);
    if (spellings.some(({ length }) => length < keyLength))
      (isPlain ? this.#short : this.#always).add(secret);
    else
      for (const spelling of spellings)
        (isPlain ? this.#exact : this.#spelled).add(this.#keyOf(spelling), secret);
  }

  /** Adds a word in lower case that is found in either letter case. */
  addWord(word: string): void {
    this.#words.add(this.#keyOf(word), word);
  }

  #keyOf(beginning: string): number {
    let key = 0;
    for (let at = 0; at < keyLength; at += 1) key = keyWith(key, beginning.charCodeAt(at));
    this.#sieve[placeOf(key)] = 1;
    return key;
  }

  in(text: string): readonly string[] {
    const found = new Set([...this.#short].filter((secret) => text.includes(secret)));
    const spelled = new Set<readonly string[]>();
    let key = 0;
    for (let end = 0; end < text.length; end += 1) {
      key = keyWith(key, text.charCodeAt(end));
      const at = end + 1 - keyLength;
      if (at < 0 || this.#sieve[placeOf(key)] === 0) continue;
      for (const secret of this.#exact.at(key)) if (text.startsWith(secret, at)) found.add(secret);
      for (const word of this.#words.at(key)) {
        const written = text.slice(at, at + word.length);
        if (written.toLowerCase() === word) found.add(written);
      }
      spelled.add(this.#spelled.at(key));
    }
    for (const secrets of spelled) for (const secret of secrets) found.add(secret);
    return [...found, ...this.#always];
  }
}
