import type { Difference } from '@oidc-admin/model';

import type { Clause, Operation, Resource } from '../contractTypes.ts';
import { NotRun } from '../case.ts';
import type { Intent } from '../intent.ts';
import { rightRequest } from '../requests.ts';
import type { Wanted } from '../requests.ts';
import { pathFor } from '../subjects.ts';
import type { Subject } from '../subjects.ts';
import type { SendOptions, Sent, Trial } from '../trial.ts';

/** What can be done with one resource, step by step; every response is compared with the model. */
export class Steps {
  readonly trial: Trial;
  readonly resource: Resource;
  /** What these steps are about. */
  readonly clause: string;

  constructor(trial: Trial, resource: Resource, clause: string) {
    this.trial = trial;
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
  ): Promise<Subject> {
    const { resource } = this;
    const { subjects } = this.trial.bench;
    const parent = subjects.parentOf(resource, parentIndex);
    const free = resource.key === undefined ? '' : (key ?? subjects.newKey());
    const subject = subjects.at(resource, parent, free);
    const right = await rightRequest(this.trial, this.operation('create', 'save'), {
      ...wanted,
      subject,
    });
    await this.trial.send(right, { blame: [this.clause], ...options });
    return subject;
  }

  /** Replaces something, or saves it again. */
  async replace(
    subject: Subject,
    wanted: Wanted = {},
    change: (intent: Intent) => Intent = (one) => one,
  ): Promise<Sent> {
    const right = await rightRequest(this.trial, this.operation('replace', 'save'), {
      ...wanted,
      subject,
    });
    return this.trial.send(change(right), { blame: [this.clause] });
  }

  async read(subject: Subject, options: SendOptions = {}): Promise<Sent> {
    const operation = this.operation('read');
    return this.trial.send({ operation, path: pathFor(operation, subject) }, options);
  }

  /** Nothing where the resource cannot be listed. */
  async list(options: SendOptions = {}): Promise<void> {
    const id = this.resource.operations.list;
    if (id === undefined) return;
    await this.trial.send({ operation: this.trial.operation(id), path: {} }, options);
  }

  async remove(subject: Subject, options: SendOptions = {}): Promise<Sent> {
    const operation = this.operation('delete');
    return this.trial.send({ operation, path: pathFor(operation, subject) }, options);
  }

  /** Something that exists and is known. */
  current(): Promise<Subject> {
    return this.trial.bench.subjects.current(this.trial, this.resource);
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
    const clauses = new Map(this.trial.bench.contract.clauses.map((clause) => [clause.id, clause]));
    return {
      relabel: ({ clause }: Difference) => {
        const kind = clauses.get(clause)?.kind;
        return kind !== undefined && kinds.includes(kind) ? this.clause : clause;
      },
    };
  }

  operation(...verbs: readonly (keyof Resource['operations'])[]): Operation {
    for (const verb of verbs) {
      const id = this.resource.operations[verb];
      if (id !== undefined) return this.trial.operation(id);
    }
    throw new NotRun(`no operation does ${verbs.join(' or ')} ${this.resource.name}`);
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
