import {
  type ApiClient,
  type CallOptions,
  checkedBaseUrl,
  type ClientOptions,
  createApiClient,
  DocumentedError,
  type Methods,
  type RawClient,
  UnexpectedResponseError,
} from '@oidc-admin/client';
import { errors } from './errors.ts';
import type { inputs, LogonInput } from './generated/inputs.ts';
import { table } from './generated/operations.ts';
import type { operations, paths } from './generated/types.ts';
import { hintAtDiscovery } from './hints.ts';
import { modifyProvider, type ProviderChanges, type SecretDecision } from './modifyProvider.ts';
import {
  radiusQuestionCode,
  type RadiusChallenge,
  RadiusChallengeError,
} from './radiusChallenge.ts';
import { SessionAuthentication } from './sessionAuthentication.ts';

/** How to reach a PVWA server and how to sign in there. */
export interface PvwaClientOptions extends ClientOptions {
  /** `https://pvwa.example.net/PasswordVault`; without a path, `/PasswordVault` is added. */
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** How the user is authenticated; default `CyberArk`. */
  readonly type?: LogonInput['type'] | undefined;
  /** A session token in place of user name and password. It is not logged off by `close`; a session opened in its place is. */
  readonly token?: string | undefined;
  /** Sends the token behind the word `Bearer`, as some cloud editions want it; default false. */
  readonly bearer?: boolean | undefined;
  /** Whether the user's other sessions may go on; default true. With false, the server may end them. */
  readonly concurrentSession?: boolean | undefined;
  /** Answers the question of a RADIUS server at log-on. The time that it takes counts for the time-out. */
  readonly onChallenge?: ((challenge: RadiusChallenge) => string | Promise<string>) | undefined;
}

/** A client of one PVWA server: one method per operation, sharing one session. */
export interface PvwaClient extends Methods<operations, inputs>, AsyncDisposable {
  /** The openapi-fetch client for those who want `{data, error, response}`; same pipeline, same session. */
  readonly raw: RawClient<paths>;
  /** Reads a provider, merges the changes and replaces it; see `SecretDecision` for the client secret. */
  readonly modifyProvider: (
    id: string,
    changes: ProviderChanges,
    decision: SecretDecision,
    options?: CallOptions,
  ) => Promise<void>;
  /** Logs off, where the client has logged on. `await using` calls it. */
  readonly close: () => Promise<void>;
}

/** A RADIUS server that never stops asking is given up. */
const mostQuestions = 10;

function nameAndValue(setCookie: string): string {
  return setCookie.split(';', 1)[0] ?? '';
}

function questionIn(body: unknown): string {
  const text =
    typeof body === 'object' && body !== null && 'ErrorMessage' in body ? body.ErrorMessage : '';
  return typeof text === 'string' ? text : '';
}

/** The token of a log-on's response. With integrated authentication switched off, some response 200 and no token. */
function tokenIn(response: unknown): string {
  if (typeof response === 'string' && /^[\x21-\x7e]+$/.test(response)) return response;
  throw new UnexpectedResponseError({
    message: 'logon: answered 200 with JSON that is no session token',
    operation: 'logon',
    reason: 'type',
    status: 200,
  });
}

/** One try to log on; a question becomes an error that can be answered. */
async function tryLogon(
  client: Pick<ApiClient<paths, operations>, 'call'>,
  opened: (token: string) => void,
  input: LogonInput,
  callOptions?: CallOptions,
  cookie?: string,
): Promise<string> {
  let cookies: string | undefined;
  try {
    const response = await client.call('logon', input, {
      ...callOptions,
      headers: cookie === undefined ? {} : { cookie },
      onResponse: ({ headers }) => {
        // Browsers keep cookies themselves, and do not show them.
        cookies = headers.getSetCookie().map(nameAndValue).join('; ') || undefined;
      },
    });
    const token = tokenIn(response);
    opened(token);
    return token;
  } catch (error) {
    if (!(error instanceof DocumentedError) || error.wireCode !== radiusQuestionCode) throw error;
    throw new RadiusChallengeError({
      operation: 'logon',
      question: questionIn(error.body),
      status: error.status,
      // The answer takes the password's place; the cookies tell the server which question it belongs to.
      answer: (text) =>
        tryLogon(client, opened, { ...input, password: text }, callOptions, cookies),
    });
  }
}

/** Logs on, and answers the questions of the server as long as the caller can. */
async function withAnswers(
  first: () => Promise<string>,
  onChallenge: PvwaClientOptions['onChallenge'],
): Promise<string> {
  let attempt = first;
  for (let questions = 0; ; questions += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (
        !(error instanceof RadiusChallengeError) ||
        onChallenge === undefined ||
        questions === mostQuestions
      )
        throw error;
      const text = await onChallenge({ question: error.question });
      attempt = () => error.answer(text);
    }
  }
}

/** Makes a client. It logs on at the first call that needs a session. */
export function createPvwaClient(options: PvwaClientOptions): PvwaClient {
  const { username, password, type = 'CyberArk', concurrentSession, onChallenge } = options;
  const url = checkedBaseUrl('url', options.url, table.basePath);

  /** Logs on and asks the caller the questions that come up. */
  const logon = async (given: LogonInput, callOptions?: CallOptions): Promise<string> => {
    // Left out, the specification's own value is sent.
    const input = {
      ...given,
      concurrentSession: given.concurrentSession ?? concurrentSession,
    } as LogonInput;
    const opened = (token: string): void => {
      session.token = token;
    };
    return withAnswers(() => tryLogon(engine, opened, input, callOptions), onChallenge);
  };

  const session = new SessionAuthentication({
    open:
      username === undefined || password === undefined
        ? undefined
        : () => logon({ type, username, password }),
    token: options.token,
    bearer: options.bearer ?? false,
    secrets: password === undefined ? [] : [password],
  });
  const engine = createApiClient<paths, operations>({
    table,
    classes: errors,
    baseUrl: () => url,
    authentication: session,
    options,
    schemas: async () => (await import('./generated/responseSchemas.ts')).responseSchemas,
  });
  const { raw } = engine;
  const methods = {
    ...engine.methods,
    addProvider: hintAtDiscovery(engine.methods.addProvider),
    updateProvider: hintAtDiscovery(engine.methods.updateProvider),
  };

  const logoff = async (
    input?: Parameters<typeof methods.logoff>[0],
    callOptions?: CallOptions,
  ): Promise<void> => {
    // Nothing to end, and nothing to open only to end it.
    if (!session.isOpen) return;
    try {
      await methods.logoff(input, callOptions);
    } finally {
      session.token = undefined;
    }
  };

  const close = async (): Promise<void> => {
    // A failed log-on is thrown to the callers that asked for it.
    await session.opening?.catch(() => undefined);
    // A token that was given is its giver's; one that took its place is not.
    if (!session.isOwn) return;
    try {
      await logoff();
    } catch (error) {
      // The session has ended by itself.
      if (!(error instanceof errors.Unauthorized)) throw error;
    }
  };

  return {
    ...methods,
    logon,
    logoff,
    raw,
    modifyProvider: (id, changes, decision, callOptions) =>
      modifyProvider(methods, id, changes, decision, callOptions),
    close,
    [Symbol.asyncDispose]: close,
  };
}
