import type { ModelState } from '@oidc-admin/model';

/** The state of a mock: the current one, and the one before the last change of a resource. */
export class Store {
  #current: ModelState;
  #previous: ModelState;
  readonly #onChange: (before: ModelState, after: ModelState) => void;

  constructor(initial: ModelState, onChange: (before: ModelState, after: ModelState) => void) {
    this.#current = initial;
    this.#previous = initial;
    this.#onChange = onChange;
  }

  get current(): ModelState {
    return this.#current;
  }

  get previous(): ModelState {
    return this.#previous;
  }

  commit(next: ModelState): void {
    if (next === this.#current) return;
    const before = this.#current;
    if (next.resources !== before.resources) this.#previous = before;
    this.#current = next;
    this.#onChange(before, next);
  }

  /** Begins anew, as if nothing had ever happened before. */
  restart(state: ModelState): void {
    const before = this.#current;
    this.#previous = state;
    this.#current = state;
    this.#onChange(before, state);
  }
}
