import type { Clause, Operation } from '@oidc-admin/contract';
import { bodyOf } from './bodies.ts';
import type { CheckContext } from './checkContext.ts';
import type { CheckRequest } from './checkRequest.ts';
import { NotRun } from './notRun.ts';
import { mayBeTaken, rightRequest, type Wanted } from './requests.ts';
import { textIn } from './runContext.ts';
import type { SendOptions, SentRequest } from './sent.ts';
import type { TestPrincipal } from './sessions.ts';

/** How a request is made that a right server accepts. */
export interface AcceptedRequest {
  readonly wanted?: Wanted;
  /** Changes it in a way that keeps it right. */
  readonly change?: (right: CheckRequest) => CheckRequest;
  /** The role of who signs in or out; anybody's where left out. */
  readonly role?: string;
  /** Whether what differs in the response is not told: the caller looks at it. */
  readonly silent?: boolean;
  /** Another name for what a difference breaks. */
  readonly relabel?: SendOptions['relabel'];
}

/**
 * Sends a request that must be accepted; the clause is broken where it is refused. A session that it opens is closed again,
 * and one that it closes is its own.
 */
export async function sendAccepted(
  context: CheckContext,
  operation: Operation,
  { id }: Clause,
  { wanted = {}, change = (right) => right, role, silent = false, relabel }: AcceptedRequest = {},
): Promise<SentRequest> {
  const { does } = operation.action;
  const options = { blame: [id], silent, ...(relabel && { relabel }) };
  if (does === 'open') {
    const principal = principalWith(context, role);
    const right = await rightRequest(context, operation);
    const sent = await context.send(
      change({ ...right, body: signInBody(context, operation, principal) }),
      options,
    );
    if (sent.accepted) await signOut(context, principal, sent);
    return sent;
  }
  const right = change(await rightRequest(context, operation, wanted));
  if (does !== 'close') return ifRight(context, id, await context.send(right, options));
  const principal = principalWith(context, role);
  const { opened } = await context.run.sessions.another(context, principal);
  return context.send({ ...right, by: principal.name, opened }, options);
}

/**
 * What came of a request that should be right. Where the model itself finds it wrong, its refusal says nothing about the
 * clause: no sample was good enough.
 */
export function ifRight({ run }: CheckContext, clause: string, sent: SentRequest): SentRequest {
  const { broken } = sent.matched ?? {};
  if (broken === undefined || broken.clause === clause || sent.accepted) return sent;
  const refusing = run.clause(broken.clause);
  const rule = refusing?.text ?? broken.message;
  if (mayBeTaken(refusing))
    throw new NotRun('mayRefuse', `the target may refuse what was sent, and did: ${rule}`);
  throw new NotRun('preparation', `no right request is known to check with: ${rule}`, undefined, [
    broken.clause,
  ]);
}

/** The name of principalWith with a role. The prerequisites say that there is one. */
export function named({ run }: CheckContext, role: string): string {
  return run.principals.find((principal) => principal.role === role)?.name ?? role;
}

function principalWith({ run }: CheckContext, role?: string): TestPrincipal {
  const { principals, missing } = run;
  const found = principals.find(
    (one) => one.borrowed !== true && (role === undefined || one.role === role),
  );
  const wanted = missing.find((one) => role === undefined || one.role === role) ?? missing[0];
  if (found === undefined)
    throw new NotRun('principal', 'no principal that may sign in is known', wanted?.variable);
  return found;
}

/** The right user name and password, and what a tool always sends. */
function signInBody(
  { run }: CheckContext,
  operation: Operation,
  principal: TestPrincipal,
): ReturnType<typeof bodyOf> {
  const { username = '', password = '' } = operation.session ?? {};
  const given = {
    [username]: textIn(principal, username),
    [password]: textIn(principal, password),
  };
  return bodyOf(operation, { properties: 'minimal', number: 0, given }, run.source);
}

async function signOut(
  context: CheckContext,
  { name }: TestPrincipal,
  { response, cookies }: SentRequest,
): Promise<void> {
  const token = response?.json;
  const { contract, credentials, sessions } = context.run;
  const operation = contract.operations.find(({ action }) => action.does === 'close');
  if (operation === undefined || typeof token !== 'string') return;
  credentials.add(token);
  await context.send({ operation, path: {}, by: name, opened: sessions.bare(token, cookies) });
}
