import type { ModelState } from '@oidc-admin/model';

/** The state of a mock: the current one, and the one before the last change of a resource. */
export class Store {
  #current: ModelState;
  #previous: ModelState;
  readonly #onChange: () => void;

  constructor(initial: ModelState, onChange: () => void) {
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
    if (next.resources !== this.#current.resources) this.#previous = this.#current;
    this.#current = next;
    this.#onChange();
  }

  /** Begins anew, as if nothing had ever happened before. */
  restart(state: ModelState): void {
    this.#previous = state;
    this.#current = state;
    this.#onChange();
  }
}
