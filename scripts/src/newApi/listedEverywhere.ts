import type { InferredAction, InferredResource } from './inferred.ts';
import type { ForeignObject } from './openApi.ts';
import { listPlace, shownSchema } from './shownSchema.ts';

/**
 * What a GET lists of all parents: of `GET /roles` beside `/clients/{id}/roles/{name}`, the roles. They are called alike, and shown by
 * the same schema. Undefined where it lists nothing that stands below others.
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
  if (place === undefined) return undefined;
  const listing: InferredAction = { operation, does: 'list', at: place.at };
  const shown = shownSchema(document, undefined, listing, undefined);
  const parameters = namesIn(route);
  const resource = resources.find(
    ({ schema, parents, key, actions }) =>
      schema === shown?.pointer &&
      key !== undefined &&
      parents.length > parameters.length &&
      parameters.every((name, index) => name === parents[index]) &&
      actions.some((one) => lastWord(one.operation.route) === lastWord(route)),
  );
  return resource && { resource: resource.name, action: { ...listing, does: 'listAll' } };
}

function namesIn(route: string): readonly string[] {
  return [...route.matchAll(/\{([^{}/]+)\}/g)].flatMap(([, name]) => name ?? []);
}

/** The last word of a route that is no parameter. */
function lastWord(route: string): string | undefined {
  return route.split('/').findLast((part) => part !== '' && !part.startsWith('{'));
}
