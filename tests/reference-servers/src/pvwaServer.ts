import { pvwaChoices, type PvwaChoices } from './pvwaChoices.ts';
import { pvwaErrors, type PvwaRefuse } from './pvwaErrors.ts';
import { pvwaLogon } from './pvwaLogon.ts';
import { readProvider, type PvwaProvider } from './pvwaProvider.ts';
import { PvwaSessions } from './pvwaSessions.ts';
import { contentTypeOf, readJsonObject, type JsonObject } from './readJsonObject.ts';
import {
  pathSegments,
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

function readBody(call: ReceivedRequest, choices: PvwaChoices, error: PvwaRefuse): JsonObject {
  if (call.tooLarge) throw error('tooLarge');
  const reading = readJsonObject(call.body, choices.byteOrderMarkSkipped);
  if (reading.kind === 'empty') throw error('badRequest');
  if (contentTypeOf(call.headers) !== 'json')
    throw error('wrongMediaType', { status: choices.wrongMediaTypeStatus });
  if (reading.kind !== 'object') throw error('badRequest');
  return reading.value;
}

/** What the server does with providers for a vault admin, and those that it remembers. */
function providerHandler(choices: PvwaChoices, error: PvwaRefuse, tolerated: boolean) {
  const providers = new Map<string, PvwaProvider>();
  const keyOf = (id: string): string => (tolerated ? id.toLowerCase() : id);
  const shown = (provider: PvwaProvider): JsonObject =>
    tolerated ? { ...provider, serverNote: '' } : provider;

  const stored = (id: string | undefined): string => {
    if (id === undefined) throw error(choices.brokenEscape);
    if (Array.from(id).length > 50) throw error(choices.tooLongId);
    if (!providers.has(keyOf(id))) throw error('notFound');
    return keyOf(id);
  };

  const add = (call: ReceivedRequest): PlainResponse => {
    const provider = readProvider(readBody(call, choices, error), choices, error);
    const id = provider['id'] ?? '';
    if (providers.has(keyOf(id))) throw error('taken');
    providers.set(keyOf(id), provider);
    const location = `/PasswordVault/API/Configuration/OIDC/Providers/${id}/`;
    return {
      status: 201,
      json: shown(provider),
      headers: choices.locationHeader ? { location } : {},
    };
  };

  const all = (call: ReceivedRequest): PlainResponse => {
    if (call.method === 'POST') return add(call);
    const list = [...providers.values()].map(shown);
    return { status: 200, json: { Providers: choices.newestFirst ? list.toReversed() : list } };
  };

  const one = (call: ReceivedRequest, id: string | undefined): PlainResponse => {
    const key = stored(id);
    const provider = providers.get(key) ?? {};
    if (call.method === 'GET') return { status: 200, json: shown(provider) };
    if (call.method === 'DELETE') {
      providers.delete(key);
      return { status: 204 };
    }
    const body = readBody(call, choices, error);
    providers.set(key, readProvider(body, choices, error, provider['id'] ?? ''));
    return { status: 200 };
  };

  return { all, one };
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
  const { all, one } = providerHandler(choices, error, tolerated);

  const response = (call: ReceivedRequest): PlainResponse => {
    const target = findTarget(call.path);
    if (target === undefined) throw error('notFound');
    const allowed = methods[target.kind];
    const checkMethod = (): void => {
      if (allowed.includes(call.method)) return;
      throw error('wrongMethod', { headers: { allow: allowed.join(', ') } });
    };
    if (choices.methodBeforeSession || target.kind === 'logon') checkMethod();
    if (target.kind === 'logon') return logon(target.value, readBody(call, choices, error));
    const header = call.headers['authorization']?.[0] ?? '';
    const token = tolerated ? header.replace(/^Bearer /, '') : header;
    const session = sessions.look(token);
    if (session.state !== 'good')
      throw error(tolerated && session.state === 'ended' ? 'sessionEnded' : 'noSession');
    checkMethod();
    if (target.kind === 'logoff') {
      sessions.end(token);
      return { status: 200, json: choices.logoffBody };
    }
    if (!session.vaultAdmin) throw error('notPermitted');
    return target.kind === 'provider' ? one(call, target.value) : all(call);
  };

  return serveHttp({
    response,
    failure: error('broken').response,
    style: choices.style,
    port: options.port ?? 0,
  });
}
