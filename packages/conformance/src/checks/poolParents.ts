import { textBelow, type Resource, parentTexts } from '@oidc-admin/contract';
import { NotRun } from './notRun.ts';
import { isReading, parentAt, type PoolRun } from './poolRun.ts';
import { refName, type ResourceRef } from './resourceRef.ts';
import type { Sender } from './sent.ts';

/** What parents are made or taken from. */
interface Pool {
  known(resource: Resource, parent: string): readonly ResourceRef[];
  isKnown(ref: ResourceRef): boolean;
  make(sender: Sender, resource: Resource, parent: string): Promise<ResourceRef>;
}

/** So many parents a check needs at most. */
export const neededParents = 2;

/** The parents of a run. Those that are resources are kept for what stands below them: no check changes or deletes them. */
export class PoolParents {
  readonly #run: () => PoolRun;
  readonly #pool: Pool;
  readonly #kept = new Map<string, readonly ResourceRef[]>();
  #preparing: Promise<void> = Promise.resolve();

  constructor(run: () => PoolRun, pool: Pool) {
    this.#run = run;
    this.#pool = pool;
  }

  /** The parent with an index; empty for a resource that has none. Throws `NotRun` where there are too few. */
  of(resource: Resource, index: number): string {
    const { parentResource } = resource;
    return parentResource === undefined
      ? parentAt(this.#run(), resource, index)
      : this.#textBelow(this.#ref(parentResource, index));
  }

  /** The key of a parent that is a resource, by its index. Throws `NotRun` where there are too few. */
  kept(resource: string, index: number): string {
    return this.#ref(resource, index).key;
  }

  #ref(resource: string, index: number): ResourceRef {
    const ref = this.#kept.get(resource)?.[index];
    if (ref !== undefined) return ref;
    const known = index === 0 ? `no ${resource} is` : `only ${index} ${resource} is`;
    throw new NotRun('preparation', `${known} known`);
  }

  /** The parents under which everything is the run's own. */
  ownOf({ resource, parent: own }: ResourceRef): readonly string[] {
    const { parent, parentResource } = resource;
    if (parentResource !== undefined)
      return (this.#kept.get(parentResource) ?? []).map((one) => this.#textBelow(one));
    return parent === undefined ? [own] : parentTexts(resource, this.#run().parents);
  }

  isKept(ref: ResourceRef): boolean {
    const kept = this.#kept.get(ref.resource.name) ?? [];
    return !isReading(this.#run()) && kept.some((one) => refName(one) === refName(ref));
  }

  /** Sees to it that there are enough parents of these resources. Throws `NotRun` where none can be made. */
  prepare(sender: Sender, resources: readonly Resource[]): Promise<void> {
    // One after the other, or two who ask at once would both make them.
    const next = this.#preparing
      .catch(() => undefined)
      .then(async () => {
        for (const resource of resources) await this.#complete(sender, resource);
      });
    this.#preparing = next;
    return next;
  }

  async #complete(sender: Sender, resource: Resource): Promise<void> {
    const { name } = resource;
    if (isReading(this.#run())) {
      this.#kept.set(
        name,
        this.#pool.known(resource, this.of(resource, 0)).slice(0, neededParents),
      );
      return;
    }
    let kept = (this.#kept.get(name) ?? []).filter((ref) => this.#pool.isKnown(ref));
    while (kept.length < neededParents) {
      kept = [...kept, await this.#pool.make(sender, resource, this.of(resource, 0))];
      this.#kept.set(name, kept);
    }
  }

  #textBelow(ref: ResourceRef): string {
    return textBelow(ref.resource, ref);
  }
}
