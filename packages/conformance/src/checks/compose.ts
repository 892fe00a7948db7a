import { Cookies, type Principal, type RawRequest } from '@oidc-admin/client';
import { type Operation, schemesOf } from '@oidc-admin/contract';
import { headersGiven, type Caller, type ModelRequest } from '@oidc-admin/model';
import { acceptOf } from '../wire/acceptOf.ts';
import type { WireRequest } from '../wire/wireRequest.ts';
import { carriedProof } from './carriedProof.ts';
import type { CheckRequest } from './checkRequest.ts';
import { NotRun } from './notRun.ts';
import type { RunContext } from './runContext.ts';
import { schemeFor } from './schemeFor.ts';
import type { Composed, Sender } from './sent.ts';
import type { TestPrincipal } from './sessions.ts';
import { presentState } from './tags.ts';
import { urlOf } from './urls.ts';

/** Makes a request out of what a check wants, and signs it in the right or the wanted wrong way. */
export async function compose(
  run: RunContext,
  sender: Sender,
  request: CheckRequest,
): Promise<Composed> {
  const { operation, path, query = {} } = request;
  const mediaType = request.mediaType === undefined ? operation.body?.mediaType : request.mediaType;
  const text =
    request.text ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
  const hasBody = text !== undefined;
  const unsigned: RawRequest = {
    method: request.method ?? operation.method,
    url:
      request.url ??
      urlOf(run.parameters.target.url, run.contract, operation, path, query, request.spelling),
    headers: {
      ...acceptOf(operation),
      ...(hasBody && mediaType !== undefined && mediaType !== null
        ? { 'content-type': mediaType }
        : {}),
      ...(await presentState(run, sender, request)),
      ...request.headers,
    },
    ...(hasBody ? { body: text } : {}),
  };
  const signed = await sign(run, sender, request, unsigned);
  const bare = mediaType?.split(';')[0]?.trim().toLowerCase();
  return {
    request,
    wire: { ...signed.wire, ...(request.transfer && { transfer: request.transfer }) },
    sender: signed.sender,
    cookies: signed.cookies,
    model: run.model.whole(run.state, {
      operation: operation.id,
      path,
      query,
      headers: headersGiven(operation, unsigned.headers),
      ...(hasBody && bare !== undefined && bare !== '' ? { mediaType: bare } : {}),
      body: bodyGiven(request, hasBody ? text : undefined),
      caller: signed.caller,
      now: Date.now(),
    }),
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
  run: RunContext,
  sender: Sender,
  request: CheckRequest,
  unsigned: RawRequest,
): Promise<{
  wire: WireRequest;
  caller: Caller;
  sender: Composed['sender'];
  cookies: Cookies;
}> {
  if (request.operation.security === undefined)
    return { wire: unsigned, caller: { kind: 'none' }, sender: {}, cookies: new Cookies() };
  const principal = principalOf(run, request);
  const by = { principal: principal.name };
  if (request.wrong === undefined) {
    if (principal.borrowed === true && request.operation.action.does === 'close')
      throw new NotRun(
        'principal',
        `the session of ${principal.name} is not the run's own: it is not closed`,
      );
    const opened = request.opened ?? (await run.sessions.of(sender, principal));
    const caller: Caller =
      opened.token === undefined
        ? { kind: 'signed', role: principal.role ?? '' }
        : { kind: 'token', token: opened.token };
    const cookies = run.sessions.cookiesOf(opened);
    const scheme = schemeFor(run, principal, request);
    const wire = await opened.authorize(unsigned, scheme);
    // Nobody else knows the token that a standard sign-in fetched.
    const used = run.contract.security[scheme ?? ''];
    if (used?.kind === 'oauth2') rememberProof(run, carriedProof(wire, used) ?? '');
    return { wire, caller, sender: by, cookies };
  }
  const wire = await run.sessions.wrongly(sender, principal, request, unsigned);
  remember(run, request.operation, wire);
  return {
    wire,
    caller: request.wrong === 'none' ? { kind: 'none' } : { kind: 'wrong', way: request.wrong },
    sender: { ...by, wrongWay: request.wrong },
    // Nobody's: a session's own would let a server know whose proof is wrong.
    cookies: new Cookies(),
  };
}

/** Wrong credentials are secrets as well: those of principalWith who mistyped. */
function remember(run: RunContext, operation: Operation, wire: WireRequest): void {
  for (const name of schemesOf(operation)) {
    const scheme = run.contract.security[name];
    if (scheme !== undefined) rememberProof(run, carriedProof(wire, scheme) ?? '');
  }
}

function rememberProof(run: RunContext, value: string): void {
  // Of a signature only its last part is secret; names and dates before it may be answered.
  const secret = /(?<==)[0-9a-f]{16,}$/.exec(value)?.[0] ?? value.split(' ').at(-1) ?? '';
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
    `no principal that may call ${operation.id} is known: ${variable ?? 'credentials'} is not set`,
    variable,
  );
}

export function mayCall(
  operation: Operation,
  { role, schemes }: Pick<Principal, 'role' | 'schemes'>,
): boolean {
  const names = schemesOf(operation);
  if (schemes !== undefined && names.length > 0 && !names.some((name) => schemes.includes(name)))
    return false;
  return operation.roles === undefined || (role !== undefined && operation.roles.includes(role));
}
