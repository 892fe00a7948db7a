/** So many texts are kept, of so many characters at most. */
const mostKept = 2000;
const longestKept = 1024;

/** Texts that are known to hold no secret, until one more secret is known. Most texts of a run come again and again. */
export class KnownClean {
  readonly #kept = new Set<string>();

  clear(): void {
    this.#kept.clear();
  }

  has(text: string): boolean {
    return this.#kept.has(text);
  }

  add(text: string): void {
    if (this.#kept.size >= mostKept) this.clear();
    // A copy: a part of a text keeps the whole text in memory.
    if (text.length <= longestKept) this.#kept.add(Buffer.from(text).toString());
  }
}
