import { ownValue, isObject, type JsonValue, type Operation } from '@oidc-admin/contract';
import type { Context } from './context.ts';
import type { ModelRequest, ModelState } from './model.ts';
import { withSession } from './modelState.ts';

/** The state after a log-on, whose answer holds the token. */
export function opened(
  context: Context,
  state: ModelState,
  operation: Operation,
  request: ModelRequest,
  body: JsonValue | undefined,
): ModelState {
  const token = tokenIn(body);
  const { username } = credentialsOf(operation, request);
  const role = context.deployment.users[username]?.role;
  if (token === undefined || role === undefined) return state;
  const session = { user: username, role, lastUsed: request.now, closed: false };
  return withSession(withoutEnded(context, state, request.now), token, session);
}

/** So many sessions are remembered in any case. */
const remembered = 1024;

/**
 * Each time that the number of sessions has doubled, those that ended are forgotten: their tokens are refused from then
 * on as unknown ones are, and a server that runs for long does not grow.
 */
function withoutEnded(context: Context, state: ModelState, now: number): ModelState {
  const { size } = state.sessions;
  if (size < remembered || !Number.isInteger(Math.log2(size))) return state;
  const timeout = sessionTimeoutMs(context);
  const sessions = [...state.sessions].filter(
    ([, { closed: isClosed, lastUsed }]) => !isClosed && now - lastUsed < timeout,
  );
  return { ...state, sessions: new Map(sessions) };
}

/** After how many milliseconds without use a session ends; of several schemes, the shortest time. */
export function sessionTimeoutMs({
  contract,
  deployment,
}: Pick<Context, 'contract' | 'deployment'>): number {
  const own = deployment.sessionTimeoutSeconds;
  const documented = Object.values(contract.security).map(({ timeoutSeconds }) => timeoutSeconds);
  const seconds = own === undefined ? documented : [own];
  return 1000 * Math.min(...seconds.map((value) => value ?? Number.POSITIVE_INFINITY));
}

/** The token that a log-on answered: the body itself, or the only text in it. */
function tokenIn(body: JsonValue | undefined): string | undefined {
  if (typeof body === 'string') return body;
  if (!isObject(body)) return undefined;
  const texts = Object.values(body).filter((value) => typeof value === 'string');
  return texts.length === 1 ? texts[0] : undefined;
}

/** The state after a log-off: the token stays known as one that no longer holds. */
export function closed(state: ModelState, request: ModelRequest): ModelState {
  if (request.caller.kind !== 'token') return state;
  const session = state.sessions.get(request.caller.token);
  if (session === undefined) return state;
  return withSession(state, request.caller.token, { ...session, closed: true });
}

/** The user name and password that a log-on carries; empty where they are no text. */
export function credentialsOf(
  operation: Operation,
  request: ModelRequest,
): { readonly username: string; readonly password: string } {
  const body =
    request.body.kind === 'json' && isObject(request.body.value) ? request.body.value : {};
  const username = ownValue(body, operation.session?.username ?? 'username');
  const password = ownValue(body, operation.session?.password ?? 'password');
  return {
    username: typeof username === 'string' ? username : '',
    password: typeof password === 'string' ? password : '',
  };
}
