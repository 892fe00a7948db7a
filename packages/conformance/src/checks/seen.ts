import type { Difference, ObservedResponse } from '@oidc-admin/model';

import type { WireResponse } from '../wire/wireResponse.ts';
import type { Bench } from './bench.ts';
import type { Composed } from './compose.ts';
import { isRecord, replaceAt, valueAt } from './json.ts';
import type { JsonValue } from '../wire/jsonValue.ts';

/** A response as the model compares it, and what is wrong with the part that it does not compare. */
export interface Seen {
  readonly response: ObservedResponse;
  readonly differences: readonly Difference[];
}

/** Of a list only what this run made or knows is compared: others may add and delete at the same time. */
export function seenOf(bench: Bench, { intent }: Composed, response: WireResponse): Seen {
  const { operation } = intent;
  const seen = (body: JsonValue | undefined, differences: readonly Difference[]): Seen => ({
    response: { status: response.status, headers: response.headers, body, bodyText: response.text },
    differences,
  });
  if (operation.action.does !== 'list') return seen(response.json, []);
  const resource = bench.resource(operation.action.resource);
  const listed = valueAt(response.json, operation.action.at);
  const { key } = resource;
  if (!Array.isArray(listed) || key === undefined || response.json === undefined)
    return seen(response.json, []);
  const items: readonly JsonValue[] = listed;
  const isOurs = (item: JsonValue): boolean =>
    !isRecord(item) || bench.subjects.isOurs(resource, item[key]);
  const kept = items.filter((item) => isOurs(item));
  const clause = bench.contract.clauses.find(
    ({ kind, resource: name }) => kind === 'neverReturned' && name === resource.name,
  );
  const told = items.some(
    (item) =>
      !isOurs(item) &&
      isRecord(item) &&
      resource.neverReturned.some((name) => (item[name] ?? '') !== ''),
  );
  const differences: Difference[] =
    told && clause !== undefined
      ? [
          {
            clause: clause.id,
            binding: clause.binding,
            message: `an element of ${operation.action.at} holds ${resource.neverReturned.join(' or ')}`,
            expected: undefined,
            actual: undefined,
          },
        ]
      : [];
  return seen(replaceAt(response.json, operation.action.at, kept), differences);
}
