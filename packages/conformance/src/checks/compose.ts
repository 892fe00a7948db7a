import type { Caller, ModelRequest } from '@oidc-admin/model';
import type { RawRequest } from '@oidc-admin/client';

import type { WireRequest } from '../wire/wireRequest.ts';
import type { RunContext, TestPrincipal } from './runContext.ts';
import { NotRun } from './check.ts';
import type { Operation } from './contractTypes.ts';
import type { CheckRequest } from './checkRequest.ts';
import type { CheckContext } from './checkContext.ts';
import { urlOf } from './urls.ts';

/** A request, ready to be sent, and as the model sees it. */
export interface Composed {
  readonly request: CheckRequest;
  readonly wire: WireRequest;
  readonly model: ModelRequest;
  readonly sender: { readonly principal?: string; readonly wrongWay?: string };
}

/** Makes a request out of what a check wants, and signs it in the right or the wanted wrong way. */
export async function compose(context: CheckContext, request: CheckRequest): Promise<Composed> {
  const { run } = context;
  const { operation, path, query = {} } = request;
  const mediaType = request.mediaType === undefined ? operation.body?.mediaType : request.mediaType;
  const text =
    request.text ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
  const hasBody = text !== undefined && request.method === undefined;
  const unsigned: RawRequest = {
    method: request.method ?? operation.method,
    url: urlOf(run.parameters.target.url, run.contract, operation, path, query, request.spelling),
    headers:
      hasBody && mediaType !== undefined && mediaType !== null ? { 'content-type': mediaType } : {},
    ...(hasBody ? { body: text } : {}),
  };
  const { wire, caller, sender } = await sign(context, request, unsigned);
  const bare = mediaType?.split(';')[0]?.trim().toLowerCase();
  return {
    request,
    wire,
    sender,
    model: {
      operation: operation.id,
      path,
      query,
      ...(hasBody && bare !== undefined && bare !== '' ? { mediaType: bare } : {}),
      body: bodyGiven(request, hasBody ? text : undefined),
      caller,
      now: Date.now(),
    },
  };
}

function bodyGiven(request: CheckRequest, text: string | undefined): ModelRequest['body'] {
  if (text === undefined || text === '') return { kind: 'none' };
  if (request.text === undefined) return { kind: 'json', value: request.body ?? null };
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    return { kind: 'malformed' };
  }
}

async function sign(
  context: CheckContext,
  request: CheckRequest,
  unsigned: RawRequest,
): Promise<{ wire: WireRequest; caller: Caller; sender: Composed['sender'] }> {
  const { run } = context;
  if (request.operation.security === undefined)
    return { wire: unsigned, caller: { kind: 'none' }, sender: {} };
  const principal = principalOf(run, request);
  const sender = { principal: principal.name };
  if (request.wrong === undefined) {
    const opened = request.opened ?? (await run.sessions.of(context, principal));
    const caller: Caller =
      opened.token === undefined
        ? { kind: 'signed', role: principal.role ?? '' }
        : { kind: 'token', token: opened.token };
    return { wire: await opened.authorize(unsigned), caller, sender };
  }
  const wire = await run.sessions.wrongly(context, principal, request.wrong, unsigned);
  remember(run, request.operation, wire);
  return {
    wire,
    caller: request.wrong === 'none' ? { kind: 'none' } : { kind: 'wrong', way: request.wrong },
    sender: { ...sender, wrongWay: request.wrong },
  };
}

/** Wrong credentials are secrets as well: those of somebody who mistyped. */
function remember(run: RunContext, operation: Operation, wire: WireRequest): void {
  const header = run.contract.security[operation.security ?? '']?.header.toLowerCase();
  const [, value = ''] =
    Object.entries(wire.headers).find(([name]) => name.toLowerCase() === header) ?? [];
  // Of a signature only its last part is secret; names and dates before it may be answered.
  const secret = /[0-9a-f]{64}$/.exec(value)?.[0] ?? value.split(' ').at(-1) ?? '';
  if (secret.length > 8) run.credentials.add(secret);
}

/** Who sends a request: the one that was named, else the first who may. */
export function principalOf(run: RunContext, { operation, by }: CheckRequest): TestPrincipal {
  const { principals, missing } = run;
  const found =
    by === undefined
      ? principals.find((one) => mayCall(operation, one))
      : principals.find(({ name }) => name === by);
  if (found !== undefined) return found;
  const variable = missing[0]?.variable;
  throw new NotRun(
    'principal',
    `nobody who may call ${operation.id} is known: ${variable ?? 'credentials'} is not set`,
    variable,
  );
}

export function mayCall(operation: Operation, { role }: TestPrincipal): boolean {
  return operation.roles === undefined || (role !== undefined && operation.roles.includes(role));
}
