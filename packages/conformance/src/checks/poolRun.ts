import type { MissingVariable } from '@oidc-admin/client';
import {
  makerOf,
  isAboutOne,
  type Contract,
  type Operation,
  type Resource,
  isBelowCaller,
  parentNames,
  parentTexts,
} from '@oidc-admin/contract';
import type { ModelState } from '@oidc-admin/model';
import type { RunParameters } from '../runner/runParameters.ts';
import { bodyOf } from './bodies.ts';
import type { CheckRequest } from './checkRequest.ts';
import { givenBody } from './madeKeys.ts';
import { NotRun, tooFewValues } from './notRun.ts';
import { pathFor, refAt, refIn, statePlace, type ResourceRef } from './resourceRef.ts';
import type { SampleSource } from './samples.ts';
import type { Composed, Sender } from './sent.ts';

/** What a pool needs of a run. */
export interface PoolRun {
  readonly parameters: RunParameters;
  readonly contract: Contract;
  readonly source: SampleSource;
  readonly parents: Readonly<Record<string, readonly string[]>>;
  readonly missing: readonly MissingVariable[];
  state: ModelState;
  number(): number;
  operation(id: string): Operation;
  resource(name: string): Resource;
}

/** The operation by which something new comes to be, or is saved. Throws `NotRun` where there is none at this level. */
export function operationThatMakes(run: PoolRun, resource: Resource): Operation {
  const { parameters } = run;
  const { create, save, merge } = resource.operations;
  // What exists once is there to be merged into.
  const id = create ?? save ?? (resource.key === undefined ? merge : undefined);
  if (id === undefined && parameters.unsupported !== undefined)
    throw new NotRun(
      'unsupported',
      `the target cannot make a ${resource.name}, and none is said to exist`,
    );
  const mayBeNamed = resource.key !== undefined && resource.parentResource === undefined;
  if (id === undefined && mayBeNamed)
    throw new NotRun(
      'preparation',
      `no operation makes a ${resource.name}, and none is said to exist: name the key of one as existing`,
    );
  if (id === undefined || parameters.level === 'default')
    throw new NotRun(
      'preparation',
      `the target has no ${resource.name} that could be read, and none may be made at this level`,
    );
  return run.operation(id);
}

/** The parent with an index, of a resource that has parents; empty for one that has none. Throws `NotRun` for too few. */
export function parentAt(run: PoolRun, resource: Resource, index: number): string {
  const { parent: name } = resource;
  if (name === undefined) return '';
  const known = parentTexts(resource, run.parents);
  const parent = known[index];
  if (index > 0 && isBelowCaller(resource, run.contract))
    throw new NotRun(
      'parent',
      `each ${resource.name} is made below the ${name} of who signs in, so that there is one only`,
    );
  if (parent !== undefined) return parent;
  const unset = parentNames(resource).find((one) => (run.parents[one] ?? []).length === 0);
  throw tooFewValues(run, unset ?? name, index + 1, known.length);
}

/** What exists without the run having made it, of a resource of which nothing can be made. */
export function existingOf(run: PoolRun, resource: Resource): readonly ResourceRef[] {
  const { level, existing = {}, unsupported = [] } = run.parameters;
  const maker = makerOf(resource);
  const isMade = maker !== undefined && unsupported.every(({ operation }) => operation !== maker);
  if (isMade && level !== 'default') return [];
  const keys = existing[resource.name] ?? [];
  if (keys.length === 0) return [];
  const parent = parentAt(run, resource, 0);
  return keys.map((key) => refAt(resource, parent, key));
}

/** Whether something is one of several, in any letter case: a server may take another one for the same key. */
export function isAmong(all: readonly ResourceRef[], { parent, key }: ResourceRef): boolean {
  const same = (one: ResourceRef): boolean => one.key.toLowerCase() === key.toLowerCase();
  return all.some((one) => one.parent === parent && same(one));
}

/** Throws where the values of something existing are not known, though some operation shows them. */
export function throwIfReadable({ resource, key }: ResourceRef): void {
  const { read, list } = resource.operations;
  if ((read ?? list) === undefined) return;
  throw new NotRun(
    'preparation',
    `it is not known what the ${resource.name} ${key} holds: reading it failed`,
  );
}

/** Whether a run writes nothing. */
export function isReading({ parameters }: Pick<PoolRun, 'parameters'>): boolean {
  return parameters.level === 'default';
}

/** For something that could not be made: what its operation answered, and the clauses that it broke by that. */
export function unmade(
  resource: Resource,
  operation: Operation,
  status: number | undefined,
  mismatches: readonly { readonly clause: string }[],
): NotRun {
  const answered = status === undefined ? 'was not answered' : `answered ${status}`;
  return new NotRun(
    'preparation',
    `no ${resource.name} could be made to check with: ${operation.id} ${answered}`,
    undefined,
    mismatches.map(({ clause }) => clause),
  );
}

/** For a request about what is not certainly the run's own. */
export function notOwn({ resource, key }: ResourceRef, why: string): NotRun {
  return new NotRun('preparation', `the ${resource.name} ${key} ${why}`);
}

/** Deletes something, where the run may and the server can; judged, or silently. Answers whether it is gone. */
export async function deleteOwn(
  run: PoolRun,
  sender: Sender,
  ref: ResourceRef,
  silent: boolean,
): Promise<boolean> {
  const { key, operations } = ref.resource;
  if (operations.delete === undefined || key === undefined || isReading(run)) return false;
  const operation = run.operation(operations.delete);
  const { accepted, response } = await sender.send(
    { operation, path: pathFor(operation, ref) },
    { silent, preparation: true, beyondLimit: true },
  );
  return accepted || response?.status === 404;
}

/** What a request is about; undefined where it names nothing. */
export function refOf(
  run: Pick<PoolRun, 'resource'>,
  { request, model }: Pick<Composed, 'request' | 'model'>,
): ResourceRef | undefined {
  return refIn(request.operation, model.path, model.body, (name) => run.resource(name));
}

/** Notes whose the secrets are that a request carries. */
export function assignSecrets(
  run: Pick<PoolRun, 'resource' | 'source'>,
  composed: Pick<Composed, 'request' | 'model' | 'wire'>,
): void {
  const ref = refOf(run, composed);
  const { body } = composed.wire;
  if (ref === undefined || body === undefined) return;
  run.source.canaries.assign(Buffer.from(body).toString(), statePlace(ref));
}

/** Whether an operation can only be done with one thing that is there. */
export function isForOne({ action }: Operation): boolean {
  return isAboutOne(action);
}

/** Whether an operation may have made something under its key. */
export function mayMake({ action }: Operation, { key }: ResourceRef): boolean {
  return action.does === 'create' || (action.does === 'save' && key !== '');
}

/** Whether a run can make as many of a resource as it needs. */
export function makesOwn({ key, operations }: Resource): boolean {
  return key !== undefined && operations.create !== undefined && operations.delete !== undefined;
}

/** The request that makes something, with every property. */
export function makingRequest(
  run: PoolRun,
  operation: Operation,
  wanted: ResourceRef,
  newKey: () => string,
): CheckRequest {
  const given = givenBody(wanted, newKey);
  const body = bodyOf(operation, { properties: 'full', number: run.number(), given }, run.source);
  return { operation, path: pathFor(operation, wanted), body };
}
