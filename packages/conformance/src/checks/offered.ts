import type { Resource } from '@oidc-admin/contract';
import { makesOwn, type PoolRun } from './poolRun.ts';
import { refName, type ResourceRef } from './resourceRef.ts';

/** What is offered to checks to work on: made once for all who ask meanwhile, and not again to one that wants its own. */
export class Offered {
  readonly #making = new Map<string, Promise<ResourceRef>>();
  readonly #used = new Set<string>();

  /** Makes something under a parent; who asks while it is made gets the same. */
  once(resource: Resource, parent: string, make: () => Promise<ResourceRef>): Promise<ResourceRef> {
    const name = refName({ resource, parent, key: '' });
    const making = this.#making.get(name) ?? make();
    this.#making.set(name, making);
    return making.finally(() => this.#making.delete(name));
  }

  isUsed(ref: ResourceRef): boolean {
    return this.#used.has(refName(ref));
  }

  /** Offers nothing again that is known now, where the run can make and delete others. */
  useUp(
    { contract, parameters, state }: PoolRun,
    known: (resource: Resource, parent: string) => readonly ResourceRef[],
  ): void {
    if (parameters.level !== 'disposable') return;
    for (const resource of contract.resources.filter((one) => makesOwn(one)))
      for (const parent of state.resources.get(resource.name)?.keys() ?? [])
        for (const ref of known(resource, parent)) this.#used.add(refName(ref));
  }
}
