/** What was opened in order and ends in the reverse order. Node 22 has no `AsyncDisposableStack` of its own. */
export class OpenedStack implements AsyncDisposable {
  readonly #opened: AsyncDisposable[] = [];

  /** Keeps what was opened until the stack ends, and gives it back. */
  use<T extends AsyncDisposable>(opened: T): T {
    this.#opened.push(opened);
    return opened;
  }

  /** Ends everything, whatever fails on the way; throws what failed first. */
  async [Symbol.asyncDispose](): Promise<void> {
    const failures: unknown[] = [];
    for (const opened of this.#opened.splice(0).toReversed())
      // One ends after the other, since one may need those opened before it.
      await opened[Symbol.asyncDispose]().then(undefined, (error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }
}
