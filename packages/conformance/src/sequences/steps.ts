import type { Mismatch } from '@oidc-admin/model';

import type { Clause, Operation, Resource } from '../checks/contractTypes.ts';
import { NotRun } from '../checks/check.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import { rightRequest } from '../checks/requests.ts';
import type { Wanted } from '../checks/requests.ts';
import { pathFor } from '../checks/resourcePool.ts';
import type { ResourceRef } from '../checks/resourcePool.ts';
import type { SendOptions, Sent, CheckContext } from '../checks/checkContext.ts';

/** What can be done with one resource, step by step; every response is compared with the model. */
export class Steps {
  readonly context: CheckContext;
  readonly resource: Resource;
  /** What these steps are about. */
  readonly clause: string;

  constructor(context: CheckContext, resource: Resource, clause: string) {
    this.context = context;
    this.resource = resource;
    this.clause = clause;
  }

  /** Makes something new under a free key; saves anew where there is one under each parent. */
  async create(
    wanted: Wanted = {},
    {
      key,
      parentIndex = 0,
      ...options
    }: SendOptions & { readonly key?: string; readonly parentIndex?: number } = {},
  ): Promise<ResourceRef> {
    const { resource } = this;
    const { pool } = this.context.run;
    const parent = pool.parentOf(resource, parentIndex);
    const free = resource.key === undefined ? '' : (key ?? pool.newKey());
    const ref = pool.at(resource, parent, free);
    const right = await rightRequest(this.context, this.operation('create', 'save'), {
      ...wanted,
      ref,
    });
    await this.context.send(right, { blame: [this.clause], ...options });
    return ref;
  }

  /** Replaces something, or saves it again. */
  async replace(
    ref: ResourceRef,
    wanted: Wanted = {},
    change: (request: CheckRequest) => CheckRequest = (one) => one,
  ): Promise<Sent> {
    const right = await rightRequest(this.context, this.operation('replace', 'save'), {
      ...wanted,
      ref,
    });
    return this.context.send(change(right), { blame: [this.clause] });
  }

  async read(ref: ResourceRef, options: SendOptions = {}): Promise<Sent> {
    const operation = this.operation('read');
    return this.context.send({ operation, path: pathFor(operation, ref) }, options);
  }

  /** Nothing where the resource cannot be listed. */
  async list(options: SendOptions = {}): Promise<void> {
    const id = this.resource.operations.list;
    if (id === undefined) return;
    await this.context.send({ operation: this.context.operation(id), path: {} }, options);
  }

  async remove(ref: ResourceRef, options: SendOptions = {}): Promise<Sent> {
    const operation = this.operation('delete');
    return this.context.send({ operation, path: pathFor(operation, ref) }, options);
  }

  /** Something that exists and is known. */
  current(): Promise<ResourceRef> {
    return this.context.run.pool.current(this.context, this.resource);
  }

  /** What differs in the value of a resource breaks what these steps are about. */
  get asOwn(): SendOptions {
    return this.#as(valueRules);
  }

  /** What is not found, or not answered as if it were there, breaks what these steps are about. */
  get found(): SendOptions {
    return this.#as(['existence', 'status']);
  }

  /** That a key is taken breaks what these steps are about. */
  get free(): SendOptions {
    return this.#as(['taken']);
  }

  #as(kinds: readonly Clause['kind'][]): SendOptions {
    const clauses = new Map(this.context.run.contract.clauses.map((clause) => [clause.id, clause]));
    return {
      relabel: ({ clause }: Mismatch) => {
        const kind = clauses.get(clause)?.kind;
        return kind !== undefined && kinds.includes(kind) ? this.clause : clause;
      },
    };
  }

  operation(...verbs: readonly (keyof Resource['operations'])[]): Operation {
    for (const verb of verbs) {
      const id = this.resource.operations[verb];
      if (id !== undefined) return this.context.operation(id);
    }
    throw new NotRun(
      'preparation',
      `no operation does ${verbs.join(' or ')} ${this.resource.name}`,
    );
  }
}

const valueRules: readonly Clause['kind'][] = [
  'kept',
  'replaced',
  'defaults',
  'normalised',
  'listed',
  'existence',
  'deleted',
  'status',
];
