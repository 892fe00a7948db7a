import { readAuthenticationMethod } from './pvwaAuthenticationMethod.ts';
import { pvwaChoices, type PvwaChoices } from './pvwaChoices.ts';
import { pvwaErrors, type PvwaRefuse } from './pvwaErrors.ts';
import { pvwaLogon } from './pvwaLogon.ts';
import { readProvider } from './pvwaProvider.ts';
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
   * after `Bearer `, 403 CAIWS001E for a token that does not hold, an update of a method that merges, `Details` as one object, a property of its own in providers, a
   * RADIUS challenge, a Windows log-on without a token.
   */
  tolerated?: boolean;
  /** A free one where left out. */
  port?: number;
};

const methods = {
  logon: ['POST'],
  logoff: ['POST'],
  all: ['GET', 'POST'],
  one: ['GET', 'PUT', 'DELETE'],
};

type Family = 'providers' | 'authenticationMethods';
type Target =
  | { kind: 'logon'; value: string | undefined }
  | { kind: 'logoff'; value: undefined }
  | { kind: 'all' | 'one'; family: Family; value: string | undefined };

const families: Record<string, Family> = {
  'configuration/oidc/providers': 'providers',
  'configuration/authenticationmethods': 'authenticationMethods',
};

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
  const rest = words.slice(2).join('/');
  for (const [place, family] of Object.entries(families)) {
    if (rest === place) return { kind: 'all', family, value: undefined };
    const { length } = place.split('/');
    if (words.length === length + 3 && words.slice(2, -1).join('/') === place)
      return { kind: 'one', family, value: segments.at(-1) };
  }
  return undefined;
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

/** What one family of the server's operations keeps, and how it differs from the other. */
type FamilyRules = {
  path: string;
  /** The property of the list's answer that holds the elements. */
  list: string;
  /** Whether an update is answered with what is kept from then on. */
  updateAnswers: boolean;
  read: (
    body: JsonObject,
    choices: PvwaChoices,
    error: PvwaRefuse,
    idFromPath?: string,
  ) => JsonObject;
};

const familyRules: Record<Family, FamilyRules> = {
  providers: {
    path: 'OIDC/Providers',
    list: 'Providers',
    updateAnswers: false,
    read: readProvider,
  },
  authenticationMethods: {
    path: 'AuthenticationMethods',
    list: 'Methods',
    updateAnswers: true,
    read: readAuthenticationMethod,
  },
};

/** What the server does with one family for a vault admin, and what it remembers of it. */
function familyHandler(
  { path, list, updateAnswers, read }: FamilyRules,
  choices: PvwaChoices,
  error: PvwaRefuse,
  tolerated: boolean,
) {
  const kept = new Map<string, JsonObject>();
  const keyOf = (id: string): string => (tolerated ? id.toLowerCase() : id);
  const shown = (value: JsonObject): JsonObject =>
    tolerated ? { ...value, serverNote: '' } : value;

  const stored = (id: string | undefined): string => {
    if (id === undefined) throw error(choices.brokenEscape);
    if (Array.from(id).length > 50) throw error(choices.tooLongId);
    if (!kept.has(keyOf(id))) throw error('notFound');
    return keyOf(id);
  };

  const add = (call: ReceivedRequest): PlainResponse => {
    const value = read(readBody(call, choices, error), choices, error);
    const id = String(value['id']);
    if (kept.has(keyOf(id))) throw error('taken');
    kept.set(keyOf(id), value);
    const location = `/PasswordVault/API/Configuration/${path}/${encodeURIComponent(id)}/`;
    return {
      status: 201,
      json: shown(value),
      headers: choices.locationHeader ? { location } : {},
    };
  };

  const all = (call: ReceivedRequest): PlainResponse => {
    if (call.method === 'POST') return add(call);
    const values = [...kept.values()].map(shown);
    return { status: 200, json: { [list]: choices.newestFirst ? values.toReversed() : values } };
  };

  const one = (call: ReceivedRequest, id: string | undefined): PlainResponse => {
    if (call.method === 'PUT' && choices.bodyFirst)
      read(readBody(call, choices, error), choices, error, '');
    const key = stored(id);
    const value = kept.get(key) ?? {};
    if (call.method === 'GET') return { status: 200, json: shown(value) };
    if (call.method === 'DELETE') {
      kept.delete(key);
      return { status: 204 };
    }
    const body = readBody(call, choices, error);
    const sent = read(body, choices, error, String(value['id']));
    const replaced = tolerated && updateAnswers ? { ...value, ...sent } : sent;
    kept.set(key, replaced);
    return updateAnswers ? { status: 200, json: shown(replaced) } : { status: 200 };
  };

  return { all, one };
}

/**
 * Starts a correct server of the PVWA OIDC provider and authentication method services under `/PasswordVault`, written from the facts alone, with the
 * users `admin` (Vault admin) and `auditor` (not), both with the password `Passw0rd!`.
 */
export async function startPvwaServer(options: PvwaServerOptions = {}): Promise<RunningServer> {
  const choices = pvwaChoices[options.variant ?? 'a'];
  const tolerated = options.tolerated ?? false;
  const error = pvwaErrors(choices, tolerated);
  const sessions = new PvwaSessions(choices, options.sessionTimeoutSeconds ?? 1200);
  const logon = pvwaLogon(sessions, choices, error, tolerated);
  const handlerOf = (family: Family) =>
    familyHandler(familyRules[family], choices, error, tolerated);
  const handlers = {
    providers: handlerOf('providers'),
    authenticationMethods: handlerOf('authenticationMethods'),
  };

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
    if (session.state !== 'good') throw error(tolerated ? 'sessionEnded' : 'noSession');
    checkMethod();
    if (target.kind === 'logoff') {
      sessions.end(token);
      return { status: 200, json: choices.logoffBody };
    }
    if (!session.vaultAdmin) throw error('notPermitted');
    const { all, one } = handlers[target.family];
    return target.kind === 'one' ? one(call, target.value) : all(call);
  };

  return serveHttp({
    response,
    failure: error('broken').response,
    style: choices.style,
    port: options.port ?? 0,
  });
}
