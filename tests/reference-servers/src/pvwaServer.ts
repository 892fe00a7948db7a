import { pathSegments } from './pathSegments.ts';
import { pvwaChoices, type PvwaChoices } from './pvwaChoices.ts';
import { pvwaErrors } from './pvwaErrors.ts';
import { pvwaLogon } from './pvwaLogon.ts';
import { readProvider, type PvwaProvider } from './pvwaProvider.ts';
import { PvwaSessions } from './pvwaSessions.ts';
import { contentTypeOf, readJsonObject, type JsonObject } from './readJsonObject.ts';
import {
  serveHttp,
  type PlainResponse,
  type ReceivedRequest,
  type RunningServer,
} from './serveHttp.ts';

export type PvwaServerOptions = {
  /** Which side of every free choice is served; `a` where left out. */
  variant?: 'a' | 'b';
  /** Life of a session; 1200 where left out. */
  sessionTimeoutSeconds?: number;
  /**
   * Also does what the facts merely ask for with SHOULD, warn about or saw in other versions: ids without case, tokens
   * after `Bearer `, 403 CAIWS001E for an ended session, `Details` as one object, a property of its own in providers, a
   * RADIUS challenge, a Windows log-on without a token.
   */
  tolerated?: boolean;
  /** A free one where left out. */
  port?: number;
};

const methods = {
  logon: ['POST'],
  logoff: ['POST'],
  providers: ['GET', 'POST'],
  provider: ['GET', 'PUT', 'DELETE'],
};

type Target = { kind: keyof typeof methods; value: string | undefined };

function findTarget(path: string): Target | undefined {
  const segments = pathSegments(path, true);
  const words = segments.map((segment) => segment?.toLowerCase());
  if (words[0] !== 'passwordvault' || words[1] !== 'api') return undefined;
  if (words[2] === 'auth') {
    if (words.length === 5 && words[4] === 'logon') return { kind: 'logon', value: words[3] };
    return words.length === 4 && words[3] === 'logoff'
      ? { kind: 'logoff', value: undefined }
      : undefined;
  }
  if (words.slice(2, 5).join('/') !== 'configuration/oidc/providers') return undefined;
  if (words.length === 5) return { kind: 'providers', value: undefined };
  return words.length === 6 ? { kind: 'provider', value: segments[5] } : undefined;
}

type BodyRead = { refused: PlainResponse } | { body: JsonObject };

type Handlers = {
  readBody: (call: ReceivedRequest) => BodyRead;
  add: (call: ReceivedRequest) => PlainResponse;
  list: () => PlainResponse;
  one: (call: ReceivedRequest, id: string | undefined) => PlainResponse;
};

/** What the server does for a vault admin, and the providers that it remembers. */
function providerHandlers(
  choices: PvwaChoices,
  error: ReturnType<typeof pvwaErrors>,
  tolerated: boolean,
): Handlers {
  const providers = new Map<string, PvwaProvider>();
  const keyOf = (id: string): string => (tolerated ? id.toLowerCase() : id);
  const shown = (provider: PvwaProvider): JsonObject =>
    tolerated ? { ...provider, serverNote: '' } : provider;

  const readBody = (call: ReceivedRequest): BodyRead => {
    if (call.tooLarge) return { refused: error('tooLarge') };
    const reading = readJsonObject(call.body, choices.byteOrderMarkSkipped);
    if (reading.kind === 'empty') return { refused: error('badRequest') };
    if (contentTypeOf(call.headers) !== 'json')
      return { refused: error('wrongMediaType', { status: choices.wrongMediaTypeStatus }) };
    return reading.kind === 'object' ? { body: reading.value } : { refused: error('badRequest') };
  };

  const findProvider = (
    id: string | undefined,
  ): { refused: PlainResponse } | { stored: PvwaProvider } => {
    if (id === undefined) return { refused: error(choices.brokenEscape) };
    if (Array.from(id).length > 50) return { refused: error(choices.tooLongId) };
    const stored = providers.get(keyOf(id));
    return stored === undefined ? { refused: error('notFound') } : { stored };
  };

  const add = (call: ReceivedRequest): PlainResponse => {
    const read = readBody(call);
    if ('refused' in read) return read.refused;
    const reading = readProvider(read.body, choices);
    if ('wrong' in reading) return error('badRequest', { wrong: reading.wrong });
    const id = reading.provider['id'] ?? '';
    if (providers.has(keyOf(id))) return error('taken');
    providers.set(keyOf(id), reading.provider);
    const headers = choices.locationHeader
      ? { location: `/PasswordVault/API/Configuration/OIDC/Providers/${id}/` }
      : {};
    return { status: 201, json: shown(reading.provider), headers };
  };

  const update = (call: ReceivedRequest, stored: PvwaProvider): PlainResponse => {
    const read = readBody(call);
    if ('refused' in read) return read.refused;
    const id = stored['id'] ?? '';
    const reading = readProvider(read.body, choices, id);
    if ('wrong' in reading) return error('badRequest', { wrong: reading.wrong });
    providers.set(keyOf(id), reading.provider);
    return { status: 200 };
  };

  const list = (): PlainResponse => {
    const all = [...providers.values()].map(shown);
    return { status: 200, json: { Providers: choices.newestFirst ? all.toReversed() : all } };
  };

  const one = (call: ReceivedRequest, id: string | undefined): PlainResponse => {
    const found = findProvider(id);
    if ('refused' in found) return found.refused;
    if (call.method === 'PUT') return update(call, found.stored);
    if (call.method === 'GET') return { status: 200, json: shown(found.stored) };
    providers.delete(keyOf(found.stored['id'] ?? ''));
    return { status: 204 };
  };

  return { readBody, add, list, one };
}

/**
 * Starts a correct server of the PVWA OIDC provider services under `/PasswordVault`, written from the facts alone, with the
 * users `admin` (Vault admin) and `auditor` (not), both with the password `Passw0rd!`.
 */
export async function startPvwaServer(options: PvwaServerOptions = {}): Promise<RunningServer> {
  const choices = pvwaChoices[options.variant ?? 'a'];
  const tolerated = options.tolerated ?? false;
  const error = pvwaErrors(choices, tolerated);
  const sessions = new PvwaSessions(choices, options.sessionTimeoutSeconds ?? 1200);
  const logon = pvwaLogon(sessions, choices, error, tolerated);
  const { readBody, add, list, one } = providerHandlers(choices, error, tolerated);
  const tokenOf = (call: ReceivedRequest): string => {
    const value = call.headers['authorization']?.[0] ?? '';
    return tolerated ? value.replace(/^Bearer /, '') : value;
  };

  const checkSession = (
    call: ReceivedRequest,
  ): { refused: PlainResponse } | { vaultAdmin: boolean } => {
    const found = sessions.look(tokenOf(call));
    if (found.state === 'good') return found;
    return { refused: error(tolerated && found.state === 'ended' ? 'sessionEnded' : 'noSession') };
  };

  const response = (call: ReceivedRequest): PlainResponse => {
    const target = findTarget(call.path);
    if (target === undefined) return error('notFound');
    const allowed = methods[target.kind];
    const wrongMethod = allowed.includes(call.method)
      ? undefined
      : error('wrongMethod', { headers: { allow: allowed.join(', ') } });
    if (wrongMethod !== undefined && (choices.methodBeforeSession || target.kind === 'logon'))
      return wrongMethod;
    if (target.kind === 'logon') {
      const read = readBody(call);
      return 'refused' in read ? read.refused : logon(target.value, read.body);
    }
    const session = checkSession(call);
    if ('refused' in session) return session.refused;
    if (wrongMethod !== undefined) return wrongMethod;
    if (target.kind === 'logoff') {
      sessions.end(tokenOf(call));
      return { status: 200, json: choices.logoffBody };
    }
    if (!session.vaultAdmin) return error('notPermitted');
    if (target.kind === 'provider') return one(call, target.value);
    return call.method === 'POST' ? add(call) : list();
  };

  const port = options.port === undefined ? {} : { port: options.port };
  return serveHttp({ response, failure: error('broken'), style: choices.style, ...port });
}
