import type { Caller, ModelRequest } from '@oidc-admin/model';
import type { RawRequest } from '@oidc-admin/client';

import type { WireRequest } from '../wire/wireRequest.ts';
import type { Bench, Somebody } from './bench.ts';
import { NotRun } from './case.ts';
import type { Operation } from './contractTypes.ts';
import type { Intent } from './intent.ts';
import type { Trial } from './trial.ts';
import { urlOf } from './urls.ts';

/** A request, ready to be sent, and as the model sees it. */
export interface Composed {
  readonly intent: Intent;
  readonly wire: WireRequest;
  readonly model: ModelRequest;
  readonly sender: { readonly principal?: string; readonly wrongWay?: string };
}

/** Makes a request out of what a case wants, and signs it in the right or the wanted wrong way. */
export async function compose(trial: Trial, intent: Intent): Promise<Composed> {
  const { bench } = trial;
  const { operation, path, query = {} } = intent;
  const mediaType = intent.mediaType === undefined ? operation.body?.mediaType : intent.mediaType;
  const text = intent.text ?? (intent.body === undefined ? undefined : JSON.stringify(intent.body));
  const hasBody = text !== undefined && intent.method === undefined;
  const unsigned: RawRequest = {
    method: intent.method ?? operation.method,
    url: urlOf(bench.run.target.url, bench.contract, operation, path, query, intent.spelling),
    headers:
      hasBody && mediaType !== undefined && mediaType !== null ? { 'content-type': mediaType } : {},
    ...(hasBody ? { body: text } : {}),
  };
  const { wire, caller, sender } = await sign(trial, intent, unsigned);
  const bare = mediaType?.split(';')[0]?.trim().toLowerCase();
  return {
    intent,
    wire,
    sender,
    model: {
      operation: operation.id,
      path,
      query,
      ...(hasBody && bare !== undefined && bare !== '' ? { mediaType: bare } : {}),
      body: bodyGiven(intent, hasBody ? text : undefined),
      caller,
      now: Date.now(),
    },
  };
}

function bodyGiven(intent: Intent, text: string | undefined): ModelRequest['body'] {
  if (text === undefined || text === '') return { kind: 'none' };
  if (intent.text === undefined) return { kind: 'json', value: intent.body ?? null };
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    return { kind: 'malformed' };
  }
}

async function sign(
  trial: Trial,
  intent: Intent,
  request: RawRequest,
): Promise<{ wire: WireRequest; caller: Caller; sender: Composed['sender'] }> {
  const { bench } = trial;
  if (intent.operation.security === undefined)
    return { wire: request, caller: { kind: 'none' }, sender: {} };
  const principal = principalOf(bench, intent);
  const sender = { principal: principal.name };
  if (intent.wrong === undefined) {
    const opened = intent.opened ?? (await bench.sessions.of(trial, principal));
    const caller: Caller =
      opened.token === undefined
        ? { kind: 'signed', role: principal.role ?? '' }
        : { kind: 'token', token: opened.token };
    return { wire: await opened.authorize(request), caller, sender };
  }
  const wire = await bench.sessions.wrongly(trial, principal, intent.wrong, request);
  remember(bench, intent.operation, wire);
  return {
    wire,
    caller: intent.wrong === 'none' ? { kind: 'none' } : { kind: 'wrong', way: intent.wrong },
    sender: { ...sender, wrongWay: intent.wrong },
  };
}

/** Wrong credentials are secrets as well: those of somebody who mistyped. */
function remember(bench: Bench, operation: Operation, wire: WireRequest): void {
  const header = bench.contract.security[operation.security ?? '']?.header.toLowerCase();
  const [, value = ''] =
    Object.entries(wire.headers).find(([name]) => name.toLowerCase() === header) ?? [];
  // Of a signature only its last part is secret; names and dates before it may be answered.
  const secret = /[0-9a-f]{64}$/.exec(value)?.[0] ?? value.split(' ').at(-1) ?? '';
  if (secret.length > 8) bench.credentials.add(secret);
}

/** Who sends a request: the one that was named, else the first who may. */
export function principalOf(bench: Bench, { operation, by }: Intent): Somebody {
  const { principals, missing } = bench;
  const found =
    by === undefined
      ? principals.find((one) => mayCall(operation, one))
      : principals.find(({ name }) => name === by);
  if (found !== undefined) return found;
  const variable = missing[0]?.variable;
  throw new NotRun(
    `nobody who may call ${operation.id} is known: ${variable ?? 'credentials'} is not set`,
    variable,
  );
}

export function mayCall(operation: Operation, { role }: Somebody): boolean {
  return operation.roles === undefined || (role !== undefined && operation.roles.includes(role));
}
