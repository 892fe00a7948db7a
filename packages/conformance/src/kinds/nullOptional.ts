import { isNested, valueAt, type JsonValue, type Operation } from '@oidc-admin/contract';
import { bodyValueAt, withBodyValue } from '../checks/bodies.ts';
import type { CheckContext } from '../checks/checkContext.ts';
import type { OperationClause, OperationChecks } from '../checks/kindChecks.ts';
import { readBack } from '../checks/readBack.ts';
import { rightRequest, type RightRequest } from '../checks/requests.ts';
import type { SentRequest } from '../checks/sent.ts';

/** Null for an optional property: taken as left out, or refused, but never kept. */
export const nullOptional: OperationChecks = {
  variants: (about) => [{ run: (context) => sendNull(context, about) }],
};

async function sendNull(
  context: CheckContext,
  { clause: { id, element = '' }, operation }: OperationClause,
): Promise<void> {
  const right = await rightWithout(context, operation, element);
  const sent = await context.send(
    { ...right, body: withBodyValue(right.body, element, null) },
    { silent: true },
  );
  // What may not be answered at all is blamed on null, whatever would be answered without it.
  context.add(
    sent.matched === undefined
      ? sent.mismatches.map((one) => ({ ...one, clause: id }))
      : sent.mismatches,
  );
  if (!sent.accepted) return;
  const shown = await shownAfter(context, sent);
  if (shown?.(element) !== null) return;
  const at = context.exchanges.length - 1;
  // Some servers show everything that was left out as null. A server that shows only what was sent as null has kept it.
  const without = await context.send(await rightWithout(context, operation, element));
  const leftOut = (await shownAfter(context, without))?.(element);
  if (leftOut === null) return;
  context.blame(id, `null for ${element} is kept, not taken as left out`, leftOut, null, at);
}

/** A right request without the property: of another alternative, where the first one needs it. */
async function rightWithout(
  context: CheckContext,
  operation: Operation,
  element: string,
): Promise<RightRequest> {
  if (isNested(element)) {
    const right = await rightRequest(context, operation, { properties: 'full' });
    return { ...right, body: withBodyValue(right.body, element, undefined) };
  }
  const alternatives = operation.body?.alternatives ?? [];
  const alternative = alternatives.findIndex((required) => !required.includes(element));
  return rightRequest(context, operation, { alternative: Math.max(alternative, 0) });
}

/** What a read shows of each property of what was just written. */
async function shownAfter(
  context: CheckContext,
  written: SentRequest,
): Promise<((name: string) => JsonValue | undefined) | undefined> {
  const read = await readBack(context, written);
  if (read?.accepted !== true) return undefined;
  const { action } = read.request.operation;
  const at = 'at' in action ? valueAt(read.response?.json, action.at) : read.response?.json;
  return (name) => bodyValueAt(at, name);
}
