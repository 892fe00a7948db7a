import { isObject } from '@oidc-admin/contract';
import type { CheckContext } from './checkContext.ts';
import { madeRef } from './madeKeys.ts';
import { rightRequest } from './requests.ts';
import { parentIn } from './resourceRef.ts';
import type { SendOptions, SentRequest } from './sent.ts';

/** Reads what a request has written, and compares it with what was sent. Nothing where it wrote nothing. */
export async function readBack(
  context: CheckContext,
  { request: written, response }: Pick<SentRequest, 'request' | 'response'>,
  options: SendOptions = {},
): Promise<SentRequest | undefined> {
  const { action } = written.operation;
  if (!('resource' in action)) return undefined;
  const { run } = context;
  const resource = run.resource(action.resource);
  const { read } = resource.operations;
  if (read === undefined) return undefined;
  const sent =
    isObject(written.body) && resource.key !== undefined ? written.body[resource.key] : undefined;
  const key = resource.key === undefined ? '' : (written.path[resource.key] ?? sent);
  const { path } = run.model.whole(run.state, {
    operation: written.operation.id,
    path: written.path,
  });
  const parent = parentIn(resource, path);
  const ref =
    typeof key === 'string'
      ? run.pool.at(resource, parent, key)
      : madeRef(run.contract, resource, written.operation, path, response);
  // An empty key leads to another place: there is nothing that could be read by it.
  if (ref === undefined || (resource.key !== undefined && ref.key === '')) return undefined;
  return context.send(await rightRequest(context, context.operation(read), { ref }), options);
}
