import { makesKeys, type Resource } from '@oidc-admin/contract';
import { isMadeBy, keyPrefix } from '../runner/runId.ts';
import { unmadeKey } from './madeKeys.ts';

/** The keys and names of one run, each given out once. */
export class OwnKeys {
  readonly #runId: () => string;
  readonly #claimed = new Set<string>();
  #count = 0;

  constructor(runId: () => string) {
    this.#runId = runId;
  }

  /** A key that was never used; of a resource whose keys the server makes, one that it has not made. */
  next(resource?: Resource): string {
    this.#count += 1;
    const own = `${keyPrefix}${this.#runId()}${this.#count.toString(36).padStart(3, '0')}`;
    return resource !== undefined && makesKeys(resource)
      ? unmadeKey(resource, this.#count, own)
      : own;
  }

  /** Takes keys for the run's own that do not have its name in them. */
  claim(keys: readonly string[]): void {
    for (const key of keys) this.#claimed.add(key);
  }

  /** Whether a key or a name is one of this run's. */
  has(key: string): boolean {
    return isMadeBy(this.#runId(), key) || this.#claimed.has(key);
  }
}
