import type { InferredAction, InferredResource } from './inferred.ts';
import { follow, type ForeignObject, type ForeignOperation, objectOf } from './openApi.ts';
import { namelessRoute, parametersIn } from './routeGroups.ts';
import { listPlace, shownSchema } from './shownSchema.ts';

/**
 * What a GET lists of all parents: of `GET /roles` beside `/clients/{id}/roles/{name}`, the roles. They are called alike, shown by the same
 * schema, and stand where the clients do: `/me/roles` may be only those of the caller. Undefined where it lists nothing that stands
 * below others, or maybe not all of it.
 */
export function listedEverywhere(
  document: ForeignObject,
  { operation }: InferredAction,
  resources: readonly InferredResource[],
):
  | {
      /** Its name. */
      readonly resource: string;
      readonly action: InferredAction;
    }
  | undefined {
  const { method, route } = operation;
  const place = method === 'get' ? listPlace(document, operation) : undefined;
  if (place === undefined || mayLeaveOut(document, operation)) return undefined;
  const listing: InferredAction = { operation, does: 'list', at: place.at };
  const shown = shownSchema(document, undefined, listing, undefined);
  const parameters = parametersIn(route);
  const resource = resources.find(
    ({ schema, parents, key, actions }) =>
      schema === shown?.pointer &&
      key !== undefined &&
      parents.length > parameters.length &&
      parameters.every((name, index) => name === parents[index]) &&
      actions.some((one) => standsAbove(route, one.operation.route, parameters.length)),
  );
  return resource && { resource: resource.name, action: { ...listing, does: 'listAll' } };
}

/** Whether a route is that of a resource without what it stands below, from the first collection that the route does not name one of. */
function standsAbove(route: string, below: string, named: number): boolean {
  const parts = partsOf(below);
  const places = parts.flatMap((part, index) => (part.startsWith('{') ? [index] : []));
  const last = parts.findLast((part) => !part.startsWith('{')) ?? '';
  const before = parts.slice(0, Math.max((places[named] ?? 0) - 1, 0));
  const own = partsOf(route).filter((part) => part !== 'all');
  return samePlace(own, [...before, last]);
}

function samePlace(one: readonly string[], other: readonly string[]): boolean {
  return namelessRoute(one.join('/')) === namelessRoute(other.join('/'));
}

function partsOf(route: string): readonly string[] {
  return route.split('/').filter((part) => part !== '');
}

/** Whether a parameter has to ask for a part, or asks for one by itself. How many a page holds is a number. */
function mayLeaveOut(document: ForeignObject, { data, route }: ForeignOperation): boolean {
  const shared = objectOf(objectOf(document['paths'])[route])['parameters'];
  return [shared, data['parameters']]
    .flatMap((list) => (Array.isArray(list) ? (list as readonly unknown[]) : []))
    .some((one) => {
      const parameter = follow(document, [], one).data;
      const schema = follow(document, [], parameter['schema']).data;
      const isNumber = schema['type'] === 'integer' || schema['type'] === 'number';
      const asks = parameter['required'] === true || (schema['default'] !== undefined && !isNumber);
      return parameter['in'] === 'query' && asks;
    });
}
