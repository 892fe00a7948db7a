import {
  isObject,
  makesKeys,
  parentsAbove,
  type Contract,
  type Operation,
  type Property,
  type Resource,
} from '@oidc-admin/contract';
import type { AllowedResponse, ModelRequest, ModelState } from './model.ts';
import { childrenOf } from './modelState.ts';
import { parentOf } from './place.ts';

/**
 * The documented 409 of a right write, where the server makes the keys and another thing below the same parent has a text of the body
 * already: something beside the key may have to be its own, such as a name, and no document says what. Nothing is changed by it.
 */
export function conflictOf(
  state: ModelState,
  { id, responses, body: sent }: Operation,
  resource: Resource,
  request: ModelRequest,
  [first]: readonly AllowedResponse[],
): readonly AllowedResponse[] {
  const isDocumented = responses.some(({ status }) => status === 409);
  const body = request.body.kind === 'json' ? request.body.value : undefined;
  if (!isDocumented || first === undefined || !makesKeys(resource) || !isObject(body)) return [];
  const free = new Set(sent?.properties.filter(isName).map(({ name }) => name));
  const texts = Object.entries(body).filter(
    (entry): entry is [string, string] =>
      free.has(entry[0]) && typeof entry[1] === 'string' && entry[1] !== '',
  );
  const { key = '', name: kind } = resource;
  const others = childrenOf(state, kind, parentOf(resource, request));
  const isTaken = [...others].some(
    ([one, saved]) =>
      one !== request.path[key] &&
      texts.some(([name, text]) => {
        const own = saved[name];
        // Many servers fold such names.
        return typeof own === 'string' && own.toLowerCase() === text.toLowerCase();
      }),
  );
  if (!isTaken) return [];
  const { clause } = first;
  return [
    {
      operation: id,
      status: 409,
      clause,
      warn: false,
      body: { kind: 'error' },
      conflict: true,
      next: () => state,
    },
  ];
}

/** Whether a text may have to be its own: one of few values, a default or a time is the same in many things. */
function isName({ types, enum: values, default: usual, format = '', schema }: Property): boolean {
  const isFree = values === undefined && usual === undefined && !('const' in schema);
  return types.includes('string') && isFree && !times.has(format);
}

const times = new Set(['date-time', 'date', 'time', 'duration']);

/**
 * The documented 404 of what only asks, where its path names something that is neither a parent nor one of few: nobody knows what
 * would be found.
 */
export function notFoundOf(
  contract: Contract,
  operation: Operation,
  [first]: readonly AllowedResponse[],
): readonly AllowedResponse[] {
  const { id, parameters, responses } = operation;
  if (first === undefined || !responses.some(({ status }) => status === 404)) return [];
  const parents = new Set([
    ...contract.resources.flatMap(({ parent, above = [] }) => [parent, ...above]),
    ...parentsAbove(operation, contract).map(({ parameter }) => parameter),
  ]);
  const isUnknown = parameters.some(
    (one) => one.in === 'path' && one.enum === undefined && !parents.has(one.name),
  );
  if (!isUnknown) return [];
  const { clause, next } = first;
  return [
    {
      operation: id,
      status: 404,
      clause,
      warn: false,
      body: { kind: 'error' },
      conflict: true,
      next,
    },
  ];
}
