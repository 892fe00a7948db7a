/** Lets work that disturbs nothing overlap, and all other work have the target to itself, in the order in which it asks. */
export class Gate {
  /** Done when everything that was let in before is done. */
  #before: Promise<unknown> = Promise.resolve();
  #sharing: Promise<unknown>[] = [];

  /** Overlaps with other shared work. */
  shared<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#before.then(work);
    this.#sharing.push(settled(done));
    return done;
  }

  /** Waits for all work before it; all work after it waits for it. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const done = Promise.all([this.#before, ...this.#sharing]).then(work);
    this.#sharing = [];
    this.#before = settled(done);
    return done;
  }
}

function settled(work: Promise<unknown>): Promise<unknown> {
  return work.catch(() => undefined);
}
