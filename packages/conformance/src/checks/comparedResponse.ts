import {
  below,
  elementSteps,
  elementValues,
  valueAt,
  type JsonValue,
  type Resource,
} from '@oidc-admin/contract';
import type { Mismatch, ObservedResponse } from '@oidc-admin/model';
import type { WireResponse } from '../wire/wireResponse.ts';
import { clausesOf } from './contractViews.ts';
import { isOursIn } from './isOursIn.ts';
import { replaceAt } from './json.ts';
import type { RunContext } from './runContext.ts';
import type { Composed } from './sent.ts';

/** A response as the model compares it, and what is wrong with the part that it does not compare. */
interface ComparedResponse {
  readonly response: ObservedResponse;
  readonly mismatches: readonly Mismatch[];
}

/** Of a list only what this run made or knows is compared: others may add and delete at the same time. */
export function observedOf(
  run: RunContext,
  { request, model }: Composed,
  response: WireResponse,
): ComparedResponse {
  const { operation } = request;
  const observed = (
    body: JsonValue | undefined,
    mismatches: readonly Mismatch[],
  ): ComparedResponse => ({
    response: { status: response.status, headers: response.headers, body, bodyText: response.text },
    mismatches,
  });
  if (operation.action.does !== 'list') return observed(response.json, []);
  const resource = run.resource(operation.action.resource);
  const listed = valueAt(response.json, operation.action.at);
  const { key } = resource;
  if (!Array.isArray(listed) || key === undefined || response.json === undefined)
    return observed(response.json, []);
  const items: readonly JsonValue[] = listed;
  const isOurs = (item: JsonValue): boolean => isOursIn(run, operation, model, item);
  const kept = items.filter((item) => isOurs(item));
  const clause = clausesOf(run.contract, resource.name).find(
    ({ kind }) => kind === 'neverReturned',
  );
  const [hidden] = items.flatMap((item, index) =>
    isOurs(item) ? [] : hiddenIn(resource, item).map((steps) => [String(index), ...steps]),
  );
  const mismatches: Mismatch[] =
    hidden !== undefined && clause !== undefined
      ? [
          {
            clause: clause.id,
            binding: clause.binding,
            message: `an element of ${operation.action.at} holds ${resource.neverReturned.join(' or ')}`,
            expected: undefined,
            actual: undefined,
            at: below(operation.action.at, ...hidden),
          },
        ]
      : [];
  return observed(replaceAt(response.json, operation.action.at, kept), mismatches);
}

/** The steps to each value in an element of a list that is never returned; an empty text tells nothing. */
function hiddenIn({ neverReturned }: Resource, item: JsonValue): readonly (readonly string[])[] {
  return neverReturned.flatMap((name) =>
    elementValues(item, elementSteps(name))
      .filter(({ value }) => value !== null && value !== '')
      .map(({ steps }) => steps),
  );
}
