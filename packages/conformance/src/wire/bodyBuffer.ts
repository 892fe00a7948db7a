/**
 * Bytes that arrive in pieces, perhaps of one byte each, kept in one place that grows: a million pieces would fill a memory. What it
 * leaves is given back at once, since garbage of many responses at the same time would fill one too.
 */
export class BodyBuffer {
  readonly #most: number;
  #place = new ArrayBuffer(0);
  #size = 0;

  /** `most` bytes are taken. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Takes a piece; answers whether there was place for it. */
  add(piece: Buffer): boolean {
    const size = this.#size + piece.length;
    if (size > this.#most) return false;
    if (size > this.#place.byteLength)
      this.#place = this.#place.transfer(
        Math.min(this.#most, Math.max(size, 2 * this.#place.byteLength, 1024)),
      );
    piece.copy(Buffer.from(this.#place), this.#size);
    this.#size = size;
    return true;
  }

  /** What came so far, until the next `add` or `release`. */
  bytes(): Buffer {
    return Buffer.from(this.#place, 0, this.#size);
  }

  /** Gives the memory back; what `bytes` answered is empty then. */
  release(): void {
    this.#place.transfer(0);
    this.#place = new ArrayBuffer(0);
    this.#size = 0;
  }
}
