import { isBelowCaller, parentNames, type Operation } from '@oidc-admin/contract';
import type { Model, ModelRequest, ModelState } from '@oidc-admin/model';
import { parentsInAnswer } from '../checks/learnParents.ts';
import { jsonIn } from './requestBody.ts';

/**
 * The path of an exchange with the parents that it does not name: by the key, where the server made that, or as the response shows
 * them. What somebody made for themselves stands below whom nobody knows, where the response does not say it.
 */
export function wholeTrafficPath(
  model: Model,
  state: ModelState,
  operation: Operation,
  path: ModelRequest['path'],
  response:
    | {
        readonly status: number;
        readonly headers: Readonly<Record<string, string>>;
        readonly body: string;
      }
    | undefined,
): ModelRequest['path'] {
  const { action } = operation;
  const { contract } = model;
  const resource =
    'resource' in action && (action.does === 'create' || action.does === 'list')
      ? contract.resources.find(({ name }) => name === action.resource)
      : undefined;
  const names = resource === undefined ? [] : parentNames(resource);
  const isOwn = resource !== undefined && isBelowCaller(resource, contract);
  if (!isOwn || 'everywhere' in action || names.every((name) => path[name] !== undefined))
    return model.whole(state, { operation: operation.id, path }).path;
  const shown =
    response === undefined
      ? {}
      : parentsInAnswer(contract, operation, resource, path, {
          ...response,
          json: jsonIn(response.body),
        });
  return { ...Object.fromEntries(names.map((name) => [name, ''])), ...shown, ...path };
}
