import { isDeepStrictEqual } from 'node:util';
import {
  parentNames,
  isObject,
  parentsAbove,
  wrongWayOf,
  type CheckGroup,
  type Contract,
  type JsonValue,
  type Operation,
  type Property,
} from '@oidc-admin/contract';
import type { Mismatch } from '@oidc-admin/model';
import { sentProperties, without, type Body } from '../checks/bodies.ts';
import type { CheckContext } from '../checks/checkContext.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import { callersOf, clauseOf, clausesOf, resourceOn } from '../checks/contractViews.ts';
import type { OperationClause, OperationChecks, Variant } from '../checks/kindChecks.ts';
import { absentKey, levelToMiss } from '../checks/madeKeys.ts';
import { wrongMediaType } from '../checks/refusedBodies.ts';
import { rightRequest } from '../checks/requests.ts';
import { pathFor } from '../checks/resourceRef.ts';
import { named } from '../checks/signIn.ts';
import { unknownParent } from './existence.ts';
import { isUnknownProof } from './security.ts';

/** Requests that break the rules of a group and of all groups after it: the response tells which one comes first. */
export const order: OperationChecks = {
  variants: (about) => {
    const { value } = about.clause;
    const promised = (Array.isArray(value) ? value : []) as Contract['order'];
    const ranks = promised.map((rank) => [rank].flat());
    return [
      ...ranks.slice(0, -1).map((rank, index) => orderVariant(about, rank, ranks.slice(index))),
      ...ranks
        .slice(0, -1)
        .flatMap((rank, index) => layerVariants(about, rank, ranks.slice(index))),
      ...takenVariants(about),
    ];
  },
};

/** Breaks all of these groups' rules; the first one decides. */
function orderVariant(
  { contract, clause, operation }: OperationClause,
  rank: readonly CheckGroup[],
  after: readonly (readonly CheckGroup[])[],
  [layer, breakBody]: readonly [name: string, change: Layer] = ['', withBrokenBody],
  wrong = 'none',
): Variant {
  const broken = after.flat();
  const other = contract.roles.find(({ name }) => operation.roles?.includes(name) === false)?.name;
  const forbidden = rank.includes('permission') ? other : undefined;
  return {
    name: [rank.join('+'), layer, wrong].filter((part) => part !== '' && part !== 'none').join('.'),
    principals: [...callersOf(operation), ...(forbidden === undefined ? [] : [forbidden])],
    ...neededFor({ contract, clause, operation }, broken),
    sideBySide: true,
    run: async (context) => {
      let request: CheckRequest = await rightRequest(context, operation);
      if (broken.includes('body')) request = breakBody(request);
      if (broken.includes('existence')) request = elsewhere(context, request);
      if (forbidden !== undefined) request = { ...request, by: named(context, forbidden) };
      if (rank.includes('security')) request = { ...request, wrong };
      const relabel = toOrder(context, clause.id);
      await context.send(request, { relabel });
    },
  };
}

/** The level at which something may be missed: a parent that this run does not know may still exist, and a key of the server's. */
function neededFor(
  { contract, operation }: OperationClause,
  broken: readonly CheckGroup[],
): Pick<Variant, 'needs'> {
  const hasParents = parentsIn(contract, operation).length > 0;
  if (operation.changes && hasParents) return { needs: 'disposable' };
  const isCreate = operation.action.does === 'create';
  if (isCreate || !broken.includes('existence')) return {};
  const needs = levelToMiss(operation, resourceOn(contract, operation));
  return needs === undefined ? {} : { needs };
}

type Layer = (request: CheckRequest) => CheckRequest;

/** What of a body can be wrong, beside a property that is missing: each is often looked at in another place. */
const layers: Readonly<Record<string, Layer>> = {
  syntax: (request) => ({ ...request, text: '{"' }),
  empty: (request) => ({ ...request, text: '' }),
  mediaType: (request) => ({ ...request, mediaType: wrongMediaType(request.operation.body) }),
  type: (request) => ({ ...request, text: '[]' }),
  propertyType: (request) =>
    withProperties(request, ({ name }) =>
      name in objectOf(request.body) ? { nested: [name] } : undefined,
    ),
  tooLong: (request) =>
    // Of a format, letters may break another rule as well, which a server need not have.
    withProperties(request, ({ maxLength, schema }) =>
      maxLength === undefined || 'format' in schema ? undefined : 'a'.repeat(maxLength + 1),
    ),
};

/** Other values for properties that hold a text. */
function withProperties(
  request: CheckRequest,
  wrong: (property: Property) => JsonValue | undefined,
): CheckRequest {
  const values = sentProperties(request.operation)
    .filter(({ types }) => types.includes('string'))
    .flatMap((property): [string, JsonValue][] => {
      const value = wrong(property);
      return value === undefined ? [] : [[property.name, value]];
    });
  return { ...request, body: { ...objectOf(request.body), ...Object.fromEntries(values) } };
}

function objectOf(body: JsonValue | undefined): Body {
  return isObject(body) ? body : {};
}

/** Who may not is told so, however wrong the body is. */
function layerVariants(
  about: OperationClause,
  rank: readonly CheckGroup[],
  after: readonly (readonly CheckGroup[])[],
): readonly Variant[] {
  const decides = rank.includes('security') || rank.includes('permission');
  const comes = after.slice(1).some((group) => group.includes('body'));
  if (!decides || !comes || about.operation.body === undefined) return [];
  const ways = rank.includes('security') ? ['none', ...unknownProof(about)] : ['none'];
  return Object.entries(layers).flatMap((layer) =>
    ways.map((wrong) => orderVariant(about, rank, after, layer, wrong)),
  );
}

/** Who shows something that the server must look up may get further than who shows nothing. */
function unknownProof({ contract, operation }: OperationClause): readonly string[] {
  const way = clausesOf(contract, operation.id).find(
    ({ kind, element }) =>
      kind === 'security' && isUnknownProof(wrongWayOf(contract, operation, element)?.way ?? ''),
  );
  return way?.element === undefined ? [] : [way.element];
}

/** A taken key counts only where the body is right. */
function takenVariants({ contract, clause, operation }: OperationClause): readonly Variant[] {
  const resource = resourceOn(contract, operation);
  if (resource === undefined || clauseOf(contract, operation.id, 'taken') === undefined) return [];
  const { key = '' } = resource;
  const ways: Readonly<Record<string, Layer>> = {
    taken: (request) => withBrokenBody(request, key),
    'taken.propertyType': (request) => withKeyOf(request, layers['propertyType']?.(request), key),
    'taken.tooLong': (request) => withKeyOf(request, layers['tooLong']?.(request), key),
  };
  // A body of everything: where no property of it can be wrong, the right request would be sent.
  const names = sentProperties(operation).map(({ name }) => name);
  const whole = { operation, path: {}, body: Object.fromEntries(names.map((name) => [name, ''])) };
  const able = Object.entries(ways).filter(
    ([, change]) => !isDeepStrictEqual(change(whole), whole),
  );
  return able.map(([name, change]) => ({
    name,
    run: async (context) => {
      const ref = await context.run.pool.current(context, resource);
      const right = await rightRequest(context, operation, { ref, properties: 'full' });
      await context.send(change(right), { relabel: toOrder(context, clause.id) });
    },
  }));
}

/** A request that is wrong in everything but its key. */
function withKeyOf(
  right: CheckRequest,
  wrong: CheckRequest | undefined,
  key: string,
): CheckRequest {
  const value = objectOf(right.body)[key];
  return wrong === undefined || value === undefined
    ? right
    : { ...wrong, body: { ...objectOf(wrong.body), [key]: value } };
}

/** What is answered in the wrong order breaks the order; what is wrong with the response itself stays what it is. */
function toOrder({ run }: CheckContext, id: string): (mismatch: Mismatch) => string {
  return ({ clause }) => (run.clause(clause)?.group === 'refuse' ? id : clause);
}

/** Leaves out a required property, but not the key. */
function withBrokenBody(request: CheckRequest, key?: string): CheckRequest {
  const { body } = request.operation;
  const name = body?.properties.find((one) => one.required && one.name !== key)?.name;
  if (name === undefined || request.body === undefined) return request;
  return { ...request, body: without(request.body as Record<string, never>, [name]) };
}

function elsewhere(context: CheckContext, request: CheckRequest): CheckRequest {
  const { run } = context;
  const { action } = request.operation;
  const [parent] = parentsIn(run.contract, request.operation);
  if (parent !== undefined) {
    const above = parentsAbove(request.operation, run.contract).find(
      ({ parameter }) => parameter === parent,
    );
    const unknown =
      above !== undefined
        ? absentKey(run.pool, above.resource)
        : unknownParent(context, request.path[parent] ?? '', parent);
    return { ...request, path: { ...request.path, [parent]: unknown } };
  }
  if (!('resource' in action)) return request;
  const resource = run.resource(action.resource);
  const ref = run.pool.at(resource, run.pool.parentOf(resource), absentKey(run.pool, resource));
  return { ...request, path: { ...request.path, ...pathFor(request.operation, ref) } };
}

/** The parameters of an operation's path that name a parent. */
function parentsIn(contract: Contract, operation: Operation): readonly string[] {
  const made = parentsAbove(operation, contract).map(({ parameter }) => parameter);
  const parents = new Set([...made, ...contract.resources.flatMap(parentNames)]);
  return operation.parameters
    .filter((one) => one.in === 'path' && parents.has(one.name))
    .map(({ name }) => name);
}
