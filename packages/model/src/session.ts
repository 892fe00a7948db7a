import type { JsonValue, Operation } from '@oidc-admin/contract';

import type { Context } from './context.ts';
import type { ModelRequest, ModelState } from './model.ts';
import { withSession } from './modelState.ts';
import { isObject } from './pointer.ts';

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
  const role = context.world.users[username]?.role;
  if (token === undefined || role === undefined) return state;
  return withSession(state, token, { user: username, role, lastUsed: request.now, closed: false });
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
  const username = body[operation.session?.username ?? 'username'];
  const password = body[operation.session?.password ?? 'password'];
  return {
    username: typeof username === 'string' ? username : '',
    password: typeof password === 'string' ? password : '',
  };
}
