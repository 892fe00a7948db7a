import type { Problem } from './contractError.ts';

/** The contract in the making: where the objects of the document stand, and the mistakes found so far. */
export class Draft {
  readonly #pointers: ReadonlyMap<object, string>;
  readonly problems: Problem[] = [];

  constructor(pointers: ReadonlyMap<object, string>) {
    this.#pointers = pointers;
  }

  /** Where an object is in the document as it was written. */
  pointerOf(node: object): string {
    return this.#pointers.get(node) ?? '';
  }

  /** Notes a mistake at an object, or at a JSON pointer. */
  problem(at: object | string, reason: string): void {
    const pointer = typeof at === 'string' ? at : this.pointerOf(at);
    if (!this.problems.some((known) => known.pointer === pointer && known.reason === reason))
      this.problems.push({ pointer, reason });
  }
}
