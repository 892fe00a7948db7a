import {
  makesKeys,
  parentPath,
  parentsAbove,
  type Clause,
  type JsonValue,
  type Operation,
} from '@oidc-admin/contract';
import { keyPrefix } from '../runner/runId.ts';
import { bodyOf, type Body, type BodyShape } from './bodies.ts';
import type { CheckContext } from './checkContext.ts';
import type { CheckRequest } from './checkRequest.ts';
import { textOf } from './json.ts';
import { givenBody } from './madeKeys.ts';
import { NotRun } from './notRun.ts';
import { headersOf, queryOf } from './queries.ts';
import { pathFor, type ResourceRef } from './resourceRef.ts';

/** What a right request is wanted for. */
export interface Wanted {
  readonly properties?: BodyShape['properties'];
  readonly alternative?: number;
  readonly given?: Body;
  /** What it is about; anything known where left out. */
  readonly ref?: ResourceRef;
}

/** A request whose body, if any, is an object. */
export type RightRequest = Omit<CheckRequest, 'body'> & { readonly body?: Body };

/** A request that breaks no rule, and whose answer is known. */
export async function rightRequest(
  context: CheckContext,
  operation: Operation,
  wanted: Wanted = {},
): Promise<RightRequest> {
  const { run } = context;
  if (!context.overlaps) await run.pool.heal(context);
  const ref = wanted.ref ?? (await refFor(context, operation));
  const named = ref === undefined ? {} : pathFor(operation, ref);
  const request = {
    operation,
    path: { ...otherParameters(operation), ...parentsOf(context, operation), ...named },
    query: queryOf(context, operation, ({ required }) => required),
    headers: headersOf(context, operation),
  };
  if (operation.body === undefined) return request;
  const { action } = operation;
  // What exists gets no name of the run: it is not to be taken for something left.
  const isUnnamed = ref === undefined || (makesKeys(ref.resource) && run.pool.isExisting(ref));
  const own = 'resource' in action && !isUnnamed ? givenBody(ref, () => run.pool.newKey()) : {};
  const { alternative, properties = 'minimal' } = wanted;
  const shape: BodyShape = {
    properties,
    number: run.number(),
    ...(alternative === undefined ? {} : { alternative }),
    given: { ...credentials(operation), ...own, ...wanted.given },
  };
  // What a sequence makes is deleted later, so it has its name also where the document does not require one.
  const isNamed = wanted.ref !== undefined && action.does === 'create';
  const body = { ...(isNamed ? own : {}), ...bodyOf(operation, shape, run.source) };
  throwIfWrong(context, operation, body);
  return { ...request, body };
}

/**
 * Throws where no sample satisfies the body's schema: to such a request a refusal would be right, and whatever was to be shown
 * by it would pass unseen.
 */
function throwIfWrong({ run }: CheckContext, operation: Operation, body: Body): void {
  const found = run.model.validators
    .validateBody(operation.id, body)
    .find(({ clause }) => !mayBeTaken(run.clause(clause)));
  if (found === undefined) return;
  const rule = run.clause(found.clause)?.text ?? found.message;
  throw new NotRun('preparation', `no right request is known to check with: ${rule}`, undefined, [
    found.clause,
  ]);
}

/** Whether a server may take what breaks a clause, though it may refuse it too. */
export function mayBeTaken(clause: Clause | undefined): boolean {
  const { allow = [], warn = [] } = clause?.outcome ?? {};
  return [...allow, ...warn].some((one) => 'as' in one);
}

/** What a request is about: a free key for a create, something known for everything else. */
async function refFor(
  context: CheckContext,
  operation: Operation,
): Promise<ResourceRef | undefined> {
  const { run } = context;
  const { action } = operation;
  if (!('resource' in action)) return undefined;
  const resource = run.resource(action.resource);
  const parent = run.pool.parentOf(resource);
  if (action.does === 'create')
    return run.pool.at(
      resource,
      parent,
      resource.key === undefined ? '' : run.pool.newKey(resource),
    );
  const isSingle = resource.key === undefined;
  if (action.does === 'list' || (action.does === 'save' && isSingle))
    return run.pool.at(resource, parent, '');
  if (action.does === 'read' && resource.key === undefined && run.parameters.level === 'default')
    return run.pool.at(resource, parent, '');
  return run.pool.current(context, resource);
}

/** What stands above an operation that is about no resource: parents of the run. */
function parentsOf({ run }: CheckContext, operation: Operation): Readonly<Record<string, string>> {
  if ('resource' in operation.action) return {};
  const { pool, contract } = run;
  const named = contract.resources
    .filter(
      // Of a parent that operations make, the path says which: another one may have a parameter of the same name.
      ({ parent, parentResource }) =>
        parent !== undefined && parentResource === undefined && names(operation, parent),
    )
    .flatMap((one) => Object.entries(parentPath(one, pool.parentOf(one))));
  const above = parentsAbove(operation, contract).map(({ parameter, resource }) => [
    parameter,
    pool.parents.kept(resource.name, 0),
  ]);
  return Object.fromEntries([...named, ...above]);
}

function names(operation: Operation, parameter: string): boolean {
  return operation.parameters.some((one) => one.in === 'path' && one.name === parameter);
}

/** Path parameters that name no resource: the first documented value. */
function otherParameters(operation: Operation): Record<string, string> {
  const values = operation.parameters
    .filter((one) => one.in === 'path')
    .map((one): [string, JsonValue] => [one.name, one.enum?.[0] ?? 'unknown']);
  return Object.fromEntries(values.map(([name, value]) => [name, textOf(value)]));
}

/** Checks log on as principalWith invented, unless they say otherwise: wrong passwords suspend real users. */
function credentials(operation: Operation): Body {
  if (operation.session === undefined) return {};
  return { [operation.session.username]: `${keyPrefix}-nobody` };
}
