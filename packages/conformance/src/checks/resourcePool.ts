import { isObject, makesKeys, valueAt, type JsonValue, type Resource } from '@oidc-admin/contract';
import {
  shownProperties,
  withoutSaved,
  withSaved,
  type Saved,
  type Verdict,
} from '@oidc-admin/model';
import type { WireResponse } from '../wire/wireResponse.ts';
import { hasOtherValues } from './hasOtherValues.ts';
import { textOf } from './json.ts';
import { listDifferences } from './listDifferences.ts';
import { labelIn, madeRef } from './madeKeys.ts';
import { MistakenCreates } from './mistakenCreates.ts';
import { ignoreNotRun } from './notRun.ts';
import { Offered } from './offered.ts';
import { OwnKeys } from './ownKeys.ts';
import { OwnMade } from './ownMade.ts';
import { PoolParents } from './poolParents.ts';
import {
  deleteOwn,
  existingOf,
  isAmong,
  isForOne,
  isReading,
  makingRequest,
  mayMake,
  notOwn,
  operationThatMakes,
  refOf,
  throwIfReadable,
  unmade,
  type PoolRun,
} from './poolRun.ts';
import { parentIn, refAt, refName, statePlace, type ResourceRef } from './resourceRef.ts';
import type { Composed, Sender } from './sent.ts';
import { writeAgain } from './writeAgain.ts';

/** What the checks work on: made when first needed, replaced when it is not known any more what the server holds of it. */
export class ResourcePool {
  readonly #run: () => PoolRun;
  readonly #doubted = new Set<string>();
  readonly #offered = new Offered();
  /** What may stand at the server, though the model does not know it. */
  readonly #strays = new Map<string, ResourceRef>();
  readonly #ignored = new Set<string>();
  /** Whole places: a server may give the same number elsewhere. */
  readonly #discarded = new Set<string>();
  readonly #mistaken = new MistakenCreates();
  readonly #own = new OwnKeys(() => this.#run().parameters.runId);
  readonly #ownMade = new OwnMade(this.#own);
  readonly parents: PoolParents;
  readonly at = refAt;
  /** Takes keys without the run's name for its own. */
  readonly claim = (keys: readonly string[]): void => this.#own.claim(keys);

  constructor(run: () => PoolRun) {
    this.#run = run;
    this.parents = new PoolParents(run, this);
  }

  /** What is there without the run having made it, as the options say. What it holds is not known until it is read or written. */
  existing(resource: Resource): readonly ResourceRef[] {
    return existingOf(this.#run(), resource);
  }

  /** Whether it is there without the run having made it. */
  isExisting(ref: ResourceRef): boolean {
    return isAmong(this.existing(ref.resource), ref);
  }

  /** Takes what exists for there, though nobody knows yet what it holds. */
  expectExisting(): void {
    const run = this.#run();
    for (const resource of run.contract.resources)
      for (const ref of this.existing(resource)) {
        run.state = withSaved(run.state, statePlace(ref), {});
        this.#lose(ref);
      }
  }

  /** Throws where a request could delete what the run has not made, or change what is perhaps not the run's. */
  async protect({ request, wire, model }: Composed, sender: Sender): Promise<void> {
    await this.#ownMade.lookBefore({ request, model }, sender, this.#run());
    const ref = this.#refOf({ request, model });
    const isDelete = wire.method === 'DELETE';
    if (ref === undefined || (!isDelete && !request.operation.changes)) return;
    if (this.isExisting(ref)) {
      if (isDelete) throw notOwn(ref, "is not the run's own: it is never deleted");
    } else if (!(await this.#ownMade.allows(sender, this.#run(), ref))) {
      this.#giveUp(ref);
      throw notOwn(ref, "may be somebody else's: it is neither changed nor deleted");
    }
  }

  /** Says at the end that something may be left, and expects nothing of it any more. */
  #giveUp(ref: ResourceRef): void {
    this.#mistaken.noteUnclear(ref);
    this.#strays.delete(refName(ref));
    this.#doubted.delete(refName(ref));
    this.#forget(ref);
  }

  /** A key that was never used; of a resource whose keys the server makes, one that it has not made. */
  newKey(resource?: Resource): string {
    return this.#own.next(resource);
  }

  /** Whether an element of the list under a parent is compared: by its key or, where the server makes that, by what names the run. */
  isOurs(resource: Resource, parent: string, element: JsonValue): boolean {
    if (!isObject(element)) return true;
    const { [resource.key ?? '']: key, [resource.label ?? '']: label } = element;
    const ref = this.at(resource, parent, textOf(key));
    // Whether it is there, nobody knows.
    if (this.#doubted.has(refName(ref))) return false;
    if (this.saved(ref) !== undefined) return true;
    if (this.#mistaken.holds(resource, parent, key)) return false;
    if (!makesKeys(resource) && typeof key !== 'string') return true;
    const name = makesKeys(resource) ? label : key;
    if (typeof name !== 'string' || this.#ignored.has(name.toLowerCase())) return false;
    return this.#own.has(name);
  }

  parentOf(resource: Resource, index = 0): string {
    return this.parents.of(resource, index);
  }

  /** What is saved of one thing, as the model knows it. */
  saved({ resource, parent, key }: ResourceRef): Saved | undefined {
    return this.#run().state.resources.get(resource.name)?.get(parent)?.get(key);
  }

  /** Everything that exists and is known, but for what is kept as a parent. */
  known(resource: Resource, parent: string): readonly ResourceRef[] {
    const keys = this.#run().state.resources.get(resource.name)?.get(parent)?.keys() ?? [];
    return [...keys]
      .map((key) => this.at(resource, parent, key))
      .filter((one) => !this.#doubted.has(refName(one)) && !this.parents.isKept(one));
  }

  isKnown(ref: ResourceRef): boolean {
    return this.saved(ref) !== undefined && !this.#doubted.has(refName(ref));
  }

  /** Something that exists, whose every value is known. Made where there is none, once for all who ask meanwhile. */
  async current(sender: Sender, resource: Resource, parentIndex = 0): Promise<ResourceRef> {
    const parent = this.parentOf(resource, parentIndex);
    const known = this.known(resource, parent).find(
      (one) => this.#ownMade.isRecognised(one) && !this.#offered.isUsed(one),
    );
    if (known !== undefined) return known;
    const [existing] = this.existing(resource);
    if (existing !== undefined && this.#doubted.has(refName(existing))) throwIfReadable(existing);
    if (existing !== undefined) return existing;
    return this.#offered.once(resource, parent, () => this.make(sender, resource, parent));
  }

  /** Has what is asked for next made anew, where the run can make and delete it. */
  makeAnew(): void {
    this.#offered.useUp(this.#run(), (resource, parent) => this.known(resource, parent));
  }

  /** Makes something new, or saves what is under a parent. */
  async make(sender: Sender, resource: Resource, parent: string): Promise<ResourceRef> {
    const run = this.#run();
    const operation = operationThatMakes(run, resource);
    const key = resource.key === undefined ? '' : this.newKey(resource);
    const wanted = this.at(resource, parent, key);
    const request = makingRequest(run, operation, wanted, () => this.newKey());
    const { response, mismatches } = await sender.send(request, { preparation: true });
    const ref = madeRef(run.contract, resource, operation, wanted.path, response) ?? wanted;
    if (this.isKnown(ref)) return ref;
    throw unmade(resource, operation, response?.status, mismatches);
  }

  /** Nobody knows what a request left behind. */
  doubt({ request, model }: Composed, status?: number): void {
    const ref = this.#refOf({ request, model });
    const { action } = request.operation;
    // Nobody knows the key that a server may have made.
    if (action.does === 'create')
      this.#ignored.add(labelIn(this.#run().resource(action.resource), model.body));
    if (ref === undefined || action.does === 'list') return;
    // Where nothing is ever written, an odd success of a read leaves all as it is.
    if (isReading(this.#run()) && status !== undefined && status < 400) return;
    // A delete of what nobody made that was done all the same may have deleted any other one.
    if (action.does === 'delete' && (status ?? 500) < 300 && !this.#strays.has(refName(ref)))
      for (const one of this.known(ref.resource, ref.parent)) this.#lose(one);
    // What has a key or a parent that is not the run's may be another user's, unless it was made just now.
    if ((action.does === 'create' && (status ?? 500) < 300) || this.#isRunsOwn(ref))
      this.#lose(ref);
  }

  #isRunsOwn(ref: ResourceRef): boolean {
    const { resource, parent, key } = ref;
    if (resource.key === undefined && this.parents.ownOf(ref).includes(parent)) return true;
    return this.#own.has(key) || this.isExisting(ref) || this.saved(ref) !== undefined;
  }

  /** Notes what a create may have left behind under another key than one of the run's own. */
  mistaken({ request, model }: Composed, response: WireResponse, wrongly: boolean): void {
    const { action } = request.operation;
    if (action.does !== 'create') return;
    const resource = this.#run().resource(action.resource);
    const made = madeRef(this.#run().contract, resource, request.operation, model.path, response);
    if (made !== undefined && this.#ownMade.note(made, request, response) === 'other')
      this.#mistaken.noteUnclear(made);
    else if (made !== undefined) this.#strays.set(refName(made), made);
    if (makesKeys(resource)) return;
    const sent = this.#refOf({ request, model })?.key;
    const known = { sent, own: this.#own.has(sent ?? '') ? sent : undefined, wrongly };
    this.#mistaken.note(resource, { parent: parentIn(resource, model.path), ...known }, response);
  }

  /** Notes that nobody knows whether it is there: a list is not expected to have it, nor to lack it. */
  #lose(ref: ResourceRef): void {
    this.#doubted.add(refName(ref));
    this.#strays.set(refName(ref), ref);
    if (ref.resource.key !== undefined && !this.isExisting(ref)) this.#forget(ref);
  }

  #forget(ref: ResourceRef): void {
    const run = this.#run();
    run.state = withoutSaved(run.state, statePlace(ref), run.contract.resources);
  }

  /** Notes what may have been made by requests whose responses are not looked at one by one. */
  made({ request, model }: Composed): void {
    const ref = this.#refOf({ request, model });
    if (ref !== undefined && mayMake(request.operation, ref)) this.#strays.set(refName(ref), ref);
  }

  /** Learns from a response. */
  follow(composed: Composed, response: WireResponse, { matched, mismatches }: Verdict): void {
    const { request, model } = composed;
    const { action } = request.operation;
    const { does } = action;
    if (does === 'list' && matched !== undefined)
      this.#followList(composed, response, { matched, mismatches });
    const ref = this.#refOf({ request, model });
    if (ref === undefined) return;
    const failed = mismatches.some(({ binding }) => binding === 'MUST');
    if (does === 'read' && failed && response.status < 400) {
      this.doubt(composed, response.status);
      if (isReading(this.#run()) && hasOtherValues(this.#run().contract, mismatches))
        this.adopt(ref, valueAt(response.json, action.at) ?? null);
    }
    if (matched === undefined || response.status >= 300) return;
    if (['create', 'save', 'replace', 'delete'].includes(does)) this.#doubted.delete(refName(ref));
    if (does === 'merge' && this.#doubted.has(refName(ref)))
      this.adopt(ref, valueAt(response.json, action.at) ?? null);
    if (does === 'delete') this.#strays.delete(refName(ref));
    if (mayMake(request.operation, ref)) this.#strays.set(refName(ref), ref);
  }

  /** What a list lacks, has too much or shows with other values was said once: nothing more is expected of it. */
  #followList(
    { request: { operation }, model }: Composed,
    { json }: WireResponse,
    verdict: Verdict,
  ): void {
    const { action } = operation;
    // Where all parents are looked at, the list of each says what it lacks.
    if (action.does !== 'list' || action.everywhere === true) return;
    if (!verdict.mismatches.some(({ binding }) => binding === 'MUST')) return;
    const resource = this.#run().resource(action.resource);
    const parent = parentIn(resource, model.path);
    const known = this.known(resource, parent);
    const elements = valueAt(json, action.at);
    const { missing, changed, strange } = listDifferences(resource, elements, known, verdict);
    const lost = isReading(this.#run()) ? missing : [...missing, ...changed];
    for (const ref of lost.filter((one) => !this.isExisting(one))) this.#lose(ref);
    for (const key of strange) {
      const isOurs = this.isOurs(resource, parent, { [resource.key ?? '']: key });
      if (!this.#own.has(key) || !isOurs) continue;
      const ref = this.at(resource, parent, key);
      this.#ignored.add(key.toLowerCase());
      this.#strays.set(refName(ref), ref);
    }
  }

  /** Notes that something a create was answered with stands elsewhere than was thought. */
  moved(from: ResourceRef, to: ResourceRef): void {
    this.#ownMade.moved(from, to);
    if (this.#strays.delete(refName(from))) this.#strays.set(refName(to), to);
  }

  /** Whether the run has deleted it, since nobody knew what the server held of it. */
  isDiscarded(ref: ResourceRef): boolean {
    return ref.resource.key !== undefined && this.#discarded.has(refName(ref).toLowerCase());
  }

  /** What a request is about, where it was, and nobody knows any more whether it is there. */
  forgotten({ request, model }: Composed): ResourceRef | undefined {
    const ref = this.#refOf({ request, model });
    if (ref?.resource.key === undefined || this.isExisting(ref)) return undefined;
    const isUnclear = this.#doubted.has(refName(ref)) || this.#mistaken.isUnclear(ref);
    const isLost = isUnclear && this.saved(ref) === undefined;
    return isLost && isForOne(request.operation) ? ref : undefined;
  }

  get isInDoubt(): boolean {
    return this.#doubted.size > 0;
  }

  /** Throws away what is in doubt, and forgets it; what cannot be thrown away is written anew. */
  async heal(sender: Sender): Promise<void> {
    if (isReading(this.#run())) return;
    for (const name of this.#doubted) {
      const ref = this.#strays.get(name);
      if (ref === undefined) continue;
      if (this.isExisting(ref)) await writeAgain(this.#run(), sender, ref);
      else if (ref.resource.key !== undefined) await this.discard(sender, ref);
      else if ((ref.resource.operations.save ?? ref.resource.operations.merge) !== undefined)
        await this.make(sender, ref.resource, ref.parent).catch(ignoreNotRun);
    }
  }

  /** Deletes something without a judgement, and forgets it. What the run has not made stays. */
  async discard(sender: Sender, ref: ResourceRef, silent = true): Promise<void> {
    const [run, name] = [this.#run(), refName(ref)];
    if (this.isExisting(ref)) return;
    const leave = await this.#ownMade.allows(sender, run, ref);
    if (leave === false) return this.#giveUp(ref);
    if (leave === 'gone' || (await deleteOwn(run, sender, ref, silent))) this.#strays.delete(name);
    this.#doubted.delete(name);
    this.#ignored.add(ref.key.toLowerCase());
    this.#discarded.add(name.toLowerCase());
    this.#forget(ref);
  }

  /** Takes what was found at the server for what is saved there. */
  adopt(ref: ResourceRef, observed: JsonValue): void {
    if (!isObject(observed)) return;
    const shown = shownProperties(ref.resource, observed);
    this.#run().state = withSaved(this.#run().state, statePlace(ref), shown);
    this.#doubted.delete(refName(ref));
  }

  /** Deletes all that the run made, and judges the responses where it is known to be there. Answers what is left, one line each. */
  async cleanUp(sender: Sender): Promise<readonly string[]> {
    // What stands below something else comes first.
    for (const ref of [...this.#strays.values()].toReversed())
      if (ref.resource.key !== undefined) await this.discard(sender, ref, !this.isKnown(ref));
    return this.#mistaken.left(sender, this.#run(), (key) => this.#own.has(key));
  }

  #refOf = (composed: Pick<Composed, 'request' | 'model'>): ResourceRef | undefined =>
    refOf(this.#run(), composed);
}
