import { isObject } from '@oidc-admin/contract';
import type { CheckContext } from './checkContext.ts';
import type { CheckRequest } from './checkRequest.ts';
import { rightRequest } from './requests.ts';
import type { SendOptions, SentRequest } from './sent.ts';

/** Reads what a request has written, and compares it with what was sent. Nothing where it wrote nothing. */
export async function readBack(
  context: CheckContext,
  written: CheckRequest,
  options: SendOptions = {},
): Promise<SentRequest | undefined> {
  const { action } = written.operation;
  if (!('resource' in action)) return undefined;
  const { run } = context;
  const resource = run.resource(action.resource);
  const { read } = resource.operations;
  if (read === undefined) return undefined;
  const parent = resource.parent === undefined ? '' : (written.path[resource.parent] ?? '');
  const sent =
    isObject(written.body) && resource.key !== undefined ? written.body[resource.key] : undefined;
  const key = resource.key === undefined ? '' : (written.path[resource.key] ?? sent);
  if (typeof key !== 'string') return undefined;
  const ref = run.pool.at(resource, parent, key);
  return context.send(await rightRequest(context, context.operation(read), { ref }), options);
}
