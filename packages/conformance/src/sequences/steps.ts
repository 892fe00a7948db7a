import { isDeepStrictEqual } from 'node:util';
import {
  below,
  elementSteps,
  elementValues,
  isObject,
  valueAt,
  type ClauseKind,
  type Operation,
  type Resource,
} from '@oidc-admin/contract';
import type { Mismatch } from '@oidc-admin/model';
import type { CheckContext } from '../checks/checkContext.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import { clauseOf, operationsOn } from '../checks/contractViews.ts';
import type { ResourceClause, ResourceChecks, Variant } from '../checks/kindChecks.ts';
import { madeRef } from '../checks/madeKeys.ts';
import { NotRun } from '../checks/notRun.ts';
import { rightRequest, type Wanted } from '../checks/requests.ts';
import { pathFor, pathUnder, type ResourceRef } from '../checks/resourceRef.ts';
import type { SendOptions, SentRequest } from '../checks/sent.ts';
import { ifRight } from '../checks/signIn.ts';
import type { Exchange } from '../reports/checkResult.ts';
import { comparedServerMade, resourceIn, type OddProperty } from './leftBehind.ts';

/** One sequence of requests that shows whether a rule holds. */
export interface Sequence extends Omit<Variant, 'run'> {
  readonly run: (steps: Steps) => Promise<void>;
}

/** A kind of rule that sequences of requests verify. */
export function sequences(made: (about: ResourceClause) => readonly Sequence[]): ResourceChecks {
  return {
    variants: (about) =>
      // A property's own clause is verified by what is done for the whole resource.
      about.clause.element === undefined
        ? made(about).map(({ run, ...variant }) => ({
            ...variant,
            run: (context) => run(new Steps(context, about.resource, about.clause.id)),
          }))
        : [],
  };
}

/** The operations that write a resource: each must keep to its rules. */
export function writesOf({ contract, resource }: ResourceClause): readonly Operation[] {
  return operationsOn(contract, resource, ['create', 'replace', 'merge', 'save']);
}

/** How something is written beside what is wanted of the body. */
interface Writing extends SendOptions {
  /** What is written; something new for a create, something that exists for a replace or a merge. */
  readonly ref?: ResourceRef;
  readonly change?: (request: CheckRequest) => CheckRequest;
}

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

  /** Sends a right request of an operation that writes, and answers what it wrote. */
  async write(
    operation: Operation,
    wanted: Wanted = {},
    { ref, change = (request) => request, ...options }: Writing = {},
  ): Promise<{ readonly ref: ResourceRef; readonly sent: SentRequest }> {
    const { does } = operation.action;
    const isUpdate = does === 'replace' || does === 'merge';
    const about = ref ?? (isUpdate ? await this.current() : this.fresh());
    const right = await rightRequest(this.context, operation, { ...wanted, ref: about });
    if (this.context.run.pool.isDiscarded(about))
      throw new NotRun('otherFailure', `its ${this.resource.name} had to be deleted on the way`);
    const sent = await this.context.send(change(right), { blame: [this.clause], ...options });
    // Where nothing is blamed, what is sent is meant to be refused.
    const isRight = options.blame === undefined && options.silent !== true;
    const { path } = sent.request;
    return {
      ref:
        madeRef(this.context.run.contract, this.resource, operation, path, sent.response) ?? about,
      sent: isRight ? ifRight(this.context, this.clause, sent) : sent,
    };
  }

  /** Makes something new under a free key; saves anew where there is one under each parent. */
  async create(wanted: Wanted = {}, writing: Writing = {}): Promise<ResourceRef> {
    const { ref = this.fresh() } = writing;
    const made = await this.write(this.operation('create', 'save'), wanted, { ...writing, ref });
    return made.ref;
  }

  /** Writes something that is there again. */
  async replace(ref: ResourceRef, wanted: Wanted = {}): Promise<void> {
    await this.write(this.operation('replace', 'save', 'merge'), wanted, { ref });
  }

  async read(ref: ResourceRef, options: SendOptions = {}): Promise<SentRequest> {
    const operation = this.operation('read');
    return this.context.send({ operation, path: pathFor(operation, ref) }, options);
  }

  /**
   * Reads something, does what changes nothing, and reads it again: what was sent is compared with the model, and what the
   * server makes itself with what it was before.
   */
  async unchangedBy(ref: ResourceRef, does: () => Promise<unknown>): Promise<void> {
    const made = comparedServerMade(this.resource);
    const before = made.length === 0 ? undefined : await this.read(ref);
    const sent = this.context.exchanges.length;
    await does();
    // Where nothing was known to be there, a request was prepared by another save: what was read before is no longer there.
    const isSaved = this.context.exchanges.slice(sent).some((one) => this.#hasPrepared(one));
    const after = await this.read(ref, this.asOwn);
    if (isSaved) return;
    if (before?.matched === undefined || after.matched === undefined) return;
    const [first, second] = [resourceIn(before), resourceIn(after)];
    if (!isObject(first) || !isObject(second)) return;
    for (const name of made)
      for (const { steps } of [first, second].flatMap((one) =>
        elementValues(one, elementSteps(name)),
      )) {
        const at = below('', ...steps);
        if (!isDeepStrictEqual(valueAt(first, at), valueAt(second, at)))
          this.blame({ steps, message: `${name} is another one than before`, moved: true });
      }
  }

  #hasPrepared({ operation, response, preparation }: Exchange): boolean {
    const status = response?.status ?? 0;
    const { action } = this.context.operation(operation);
    const isOwn = 'resource' in action && action.resource === this.resource.name;
    const isDone = status >= 200 && status < 300;
    return (
      preparation === true && isOwn && isDone && ['save', 'replace', 'merge'].includes(action.does)
    );
  }

  /** Blames the clause that these steps are about for a property of what was read last; what moves by itself moves at each read. */
  blame({ steps, message, moved }: OddProperty): void {
    const { contract } = this.context.run;
    const { name, operations } = this.resource;
    const action = operations.read === undefined ? undefined : this.operation('read').action;
    const around = action !== undefined && 'at' in action ? action.at : '';
    const still = moved === true ? clauseOf(contract, name, 'readUnchanged') : undefined;
    this.context.blame(this.clause, message, undefined, undefined, undefined, {
      at: around + below('', ...steps),
      ...(still !== undefined && still.id !== this.clause && { symptom: still.id }),
    });
  }

  /**
   * Lists what stands under the parent with this index, all pages of it. Nothing where the resource cannot be listed.
   */
  async list(
    options: SendOptions = {},
    parentIndex = 0,
    query: Readonly<Record<string, string>> = {},
  ): Promise<SentRequest | undefined> {
    const id = this.resource.operations.list;
    if (id === undefined) return undefined;
    const operation = this.context.operation(id);
    const parent = this.context.run.pool.parentOf(this.resource, parentIndex);
    return this.context.send(
      { operation, path: pathUnder(operation, this.resource, parent), query, pages: true },
      options,
    );
  }

  /** Lists what stands below all parents, all pages of it. */
  async listAll(options: SendOptions = {}): Promise<SentRequest> {
    const operation = this.operation('listAll');
    const parent = this.context.run.pool.parentOf(this.resource);
    const path = pathUnder(operation, this.resource, parent);
    return this.context.send({ operation, path, pages: true }, options);
  }

  /** One page of the list under the first parent. Nothing where the resource cannot be listed. */
  async page(
    query: Readonly<Record<string, string>>,
    options: SendOptions = {},
  ): Promise<SentRequest | undefined> {
    const id = this.resource.operations.list;
    if (id === undefined) return undefined;
    const operation = this.context.operation(id);
    const parent = this.context.run.pool.parentOf(this.resource);
    const path = pathUnder(operation, this.resource, parent);
    return this.context.send({ operation, path, query }, { ...this.found, ...options });
  }

  async remove(ref: ResourceRef, options: SendOptions = {}): Promise<SentRequest> {
    const operation = this.operation('delete');
    return this.context.send({ operation, path: pathFor(operation, ref) }, options);
  }

  /** Something that exists and is known. */
  current(): Promise<ResourceRef> {
    return this.context.run.pool.current(this.context, this.resource);
  }

  /** Something under a key that nothing has, or under the parent with this index. */
  fresh(parentIndex = 0, key = this.context.run.pool.newKey(this.resource)): ResourceRef {
    const { pool } = this.context.run;
    const parent = pool.parentOf(this.resource, parentIndex);
    return pool.at(this.resource, parent, this.resource.key === undefined ? '' : key);
  }

  /** What differs in the value of a resource breaks what these steps are about. */
  get asOwn(): SendOptions {
    return this.#as(valueRules);
  }

  /** What is not found, or not answered as if it were there, breaks what these steps are about. */
  get found(): SendOptions {
    return this.#as(['existence', 'status']);
  }

  /** That a key is taken, or that what it was taken for before comes back, breaks what these steps are about. */
  get free(): SendOptions {
    return this.#as(['taken', 'replaced', 'defaults']);
  }

  #as(kinds: readonly ClauseKind[]): SendOptions {
    const { run } = this.context;
    return {
      relabel: ({ clause, actual }: Mismatch) => {
        // Another success than the documented one is that, and nothing else.
        if (typeof actual === 'number' && actual < 300 && run.clause(clause)?.kind === 'status')
          return clause;
        const kind = run.clause(clause)?.kind;
        return kind !== undefined && kinds.includes(kind) ? this.clause : clause;
      },
    };
  }

  operation(...verbs: readonly (keyof Resource['operations'])[]): Operation {
    for (const verb of verbs) {
      const id = this.resource.operations[verb];
      if (id !== undefined) return this.context.operation(id);
    }
    const { unsupported = [] } = this.context.run.parameters;
    throw new NotRun(
      unsupported.length > 0 ? 'unsupported' : 'preparation',
      `no operation of the server does ${verbs.join(' or ')} ${this.resource.name}`,
    );
  }
}

const valueRules: readonly ClauseKind[] = [
  'kept',
  'replaced',
  'merged',
  'defaults',
  'normalised',
  'listed',
  'existence',
  'deleted',
  'status',
];
