import {
  isBelowCaller,
  locatedBy,
  parentNames,
  valueAt,
  type Contract,
  type Operation,
  type Resource,
} from '@oidc-admin/contract';
import { withoutSaved } from '@oidc-admin/model';
import type { WireResponse } from '../wire/wireResponse.ts';
import { bodyOf } from './bodies.ts';
import type { CheckContext } from './checkContext.ts';
import { textOf } from './json.ts';
import { madeRef, givenBody, pathOfMade } from './madeKeys.ts';
import { isReading } from './poolRun.ts';
import { refAt, statePlace } from './resourceRef.ts';
import type { RunContext } from './runContext.ts';

/** Whether the answer to a create of a document tells a parent that only a deployment knows: the one of who signs in. */
export function canBeLearned(contract: Contract, name: string): boolean {
  return makersBelow(contract, name).length > 0;
}

/** What is made below the one of who signs in, and says so in its answer. */
function makersBelow(
  contract: Contract,
  name: string,
): readonly { readonly resource: Resource; readonly create: Operation }[] {
  return contract.resources.flatMap((resource) => {
    const create = contract.operations.find(({ id }) => id === resource.operations.create);
    if (create === undefined || !isBelowCaller(resource, contract)) return [];
    const isShown =
      resource.parentShown?.[name] !== undefined ||
      create.responses.some((response) => locatedBy(create, response, contract) !== undefined);
    return isShown && parentNames(resource).includes(name) ? [{ resource, create }] : [];
  });
}

/** The parents that the answer to a create names, in its body or its `Location`, where its path does not. */
export function parentsInAnswer(
  contract: Contract,
  operation: Operation,
  resource: Resource,
  path: Readonly<Record<string, string>>,
  response: Pick<WireResponse, 'status' | 'json' | 'headers'>,
): Readonly<Record<string, string>> {
  const { action } = operation;
  const located = pathOfMade(contract, operation, path, response) ?? {};
  const at = 'at' in action ? action.at : '';
  const found = parentNames(resource).flatMap((name): readonly (readonly [string, string])[] => {
    if (path[name] !== undefined) return [];
    const pointer = resource.parentShown?.[name];
    const shown = pointer === undefined ? undefined : valueAt(response.json, `${at}${pointer}`);
    const value = shown === undefined || shown === null ? located[name] : textOf(shown);
    return value === undefined || value === '' ? [] : [[name, value]];
  });
  return Object.fromEntries(found);
}

const begun = new WeakMap<RunContext, Map<string, Promise<void>>>();

/**
 * Learns a parent that no variable names from the answer to a create: something is made, and deleted again. Done once for a run, or
 * again where the server could not answer just then; never where nothing may be written.
 */
export function learnParents(context: CheckContext, name: string): Promise<void> {
  const { run } = context;
  const known = begun.get(run) ?? new Map<string, Promise<void>>();
  begun.set(run, known);
  const before = known.get(name);
  if (before !== undefined) return before;
  const promise = learn(context, name, () => known.delete(name));
  known.set(name, promise);
  return promise;
}

/** `forget` has it done again when next needed. */
async function learn(context: CheckContext, name: string, forget: () => void): Promise<void> {
  try {
    const status = await learnOnce(context, name);
    if (status !== undefined && status >= 500) forget();
  } catch (error) {
    forget();
    throw error;
  }
}

/** Answers the status of the create, where one was sent and answered. */
async function learnOnce(context: CheckContext, name: string): Promise<number | undefined> {
  const { run } = context;
  const [found] = makersBelow(run.contract, name);
  if (found === undefined || isReading(run)) return undefined;
  const { resource, create } = found;
  const unknown = refAt(resource, '', resource.key === undefined ? '' : run.pool.newKey(resource));
  const given = givenBody(unknown, () => run.pool.newKey());
  const body = bodyOf(create, { properties: 'minimal', number: run.number(), given }, run.source);
  const { response } = await context.send(
    { operation: create, path: {}, body },
    { silent: true, preparation: true },
  );
  if (response === undefined || response.status >= 300) return response?.status;
  const ref = madeRef(run.contract, resource, create, {}, response) ?? unknown;
  run.state = withoutSaved(run.state, statePlace(ref), run.contract.resources);
  const shown = parentsInAnswer(run.contract, create, resource, {}, response);
  for (const [parent, value] of Object.entries(shown))
    if ((run.parents[parent] ?? []).length === 0) run.parents[parent] = [value];
  const made = refAt(resource, run.pool.parentOf(resource), ref.key);
  run.pool.moved(ref, made);
  await run.pool.discard(context, made);
  return response.status;
}
