/** Bytes that arrive in pieces, perhaps of one byte each, kept in one place that grows: a million pieces would fill a memory. */
export class BodyBuffer {
  readonly #most: number;
  #kept = Buffer.alloc(0);
  #size = 0;

  /** `most` bytes are taken. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Takes a piece; answers whether there was place for it. */
  add(piece: Buffer): boolean {
    const size = this.#size + piece.length;
    if (size > this.#most) return false;
    if (size > this.#kept.length) {
      const grown = Buffer.alloc(Math.min(this.#most, Math.max(size, 2 * this.#kept.length, 1024)));
      this.bytes().copy(grown);
      this.#kept = grown;
    }
    piece.copy(this.#kept, this.#size);
    this.#size = size;
    return true;
  }

  bytes(): Buffer {
    return this.#kept.subarray(0, this.#size);
  }
}
