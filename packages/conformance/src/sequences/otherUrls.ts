import { isObject, ownValue, type JsonValue } from '@oidc-admin/contract';
import { ownProperties } from '../checks/bodies.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import { isUrl } from '../checks/samples.ts';

/**
 * A request in which each URL of the same value as before has a slash more or less behind it: of some there is but one sample,
 * and code that keeps it, or keeps the old one, must be seen.
 */
export function withOtherUrls(request: CheckRequest, before: JsonValue | undefined): CheckRequest {
  const { body, operation } = request;
  if (operation.body === undefined || !isObject(body) || !isObject(before)) return request;
  const changed = ownProperties(operation.body).flatMap((property): [string, JsonValue][] => {
    const value = ownValue(body, property.name);
    if (typeof value !== 'string' || value !== ownValue(before, property.name)) return [];
    if (property.enum !== undefined || property.reachable === true || !isUrl(property)) return [];
    return [[property.name, value.endsWith('/') ? value.slice(0, -1) : `${value}/`]];
  });
  return { ...request, body: { ...body, ...Object.fromEntries(changed) } };
}
