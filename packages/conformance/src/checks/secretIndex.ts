/** So many units of a secret are its key; shorter ones are looked for one by one. */
const keyLength = 6;
const bits = 16;

/** A number for the units of a text that begin at a place. */
function keyAt(text: string, at: number): number {
  let key = 0;
  for (let index = at; index < at + keyLength; index += 1)
    key = Math.imul(key ^ text.charCodeAt(index), 0x9e3779b1);
  return (key ^ (key >>> 15)) & (2 ** bits - 1);
}

/**
 * Finds which of many secrets stand in a text, in one pass over it: a run knows the tokens of hundreds of sessions, and looks for
 * all of them in every text. What is not written in one way only, such as a text with a quotation mark, always counts as found.
 */
export class SecretIndex {
  readonly #byKey = new Map<number, Set<string>>();
  /** Which keys there are: of most places of a text, none. */
  readonly #keys = new Uint8Array(2 ** bits);
  readonly #short = new Set<string>();
  readonly #odd = new Set<string>();

  add(secret: string): void {
    if (!/^[\w.~-]*$/.test(secret)) this.#odd.add(secret);
    else if (secret.length < keyLength) this.#short.add(secret);
    else {
      const key = keyAt(secret, 0);
      this.#keys[key] = 1;
      const own = this.#byKey.get(key);
      if (own === undefined) this.#byKey.set(key, new Set([secret]));
      else own.add(secret);
    }
  }

  in(text: string): readonly string[] {
    const found = new Set([...this.#short].filter((secret) => text.includes(secret)));
    for (let at = 0; at + keyLength <= text.length; at += 1) {
      const key = keyAt(text, at);
      if (this.#keys[key] === 0) continue;
      for (const secret of this.#byKey.get(key) ?? [])
        if (text.startsWith(secret, at)) found.add(secret);
    }
    return [...found, ...this.#odd];
  }
}
