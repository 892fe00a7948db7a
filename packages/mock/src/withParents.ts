import {
  pointerOf,
  type DocumentedResponse,
  type JsonValue,
  type Operation,
  type Resource,
} from '@oidc-admin/contract';
import { isDocumentedAt, type ModelRequest } from '@oidc-admin/model';
import { withValueAt } from './withValueAt.ts';

/** The response to a create that names what was made below, where its path does not name that. */
export function withParents(
  body: JsonValue | undefined,
  response: DocumentedResponse | undefined,
  { action, parameters }: Operation,
  resource: Resource | undefined,
  { path }: Pick<ModelRequest, 'path'>,
): JsonValue | undefined {
  if (body === undefined || action.does !== 'create' || resource?.parentShown === undefined)
    return body;
  return Object.entries(resource.parentShown).reduce<JsonValue | undefined>(
    (shown, [name, pointer]) => {
      const at = `${action.at}${pointer}`;
      const value = path[name];
      const isNamed = parameters.some((one) => one.in === 'path' && one.name === name);
      if (value === undefined || isNamed || !isDocumentedAt(response?.schema ?? {}, at))
        return shown;
      const property = resource.properties.find((one) => pointerOf(one.name) === pointer);
      const isText = property?.types.includes('string') !== false;
      return withValueAt(shown, at, isText ? value : Number(value));
    },
    body,
  );
}
