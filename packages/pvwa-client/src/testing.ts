import type {
  MissingVariable,
  Opened,
  Principal,
  RawRequest,
  Target,
  TestAccess,
} from '@oidc-admin/client';
import { createPvwaClient } from './createPvwaClient.ts';
import { curlSignIn, curlWithToken } from './curlSignIn.ts';
import { table } from './generated/operations.ts';
import { hintAtAddress } from './hints.ts';

/** A user of the vault. */
interface PvwaPrincipal extends Principal {
  readonly username: string;
  readonly password: string;
  /** Of a session that was opened elsewhere; user name and password are empty then. */
  readonly token?: string;
  /** How long the target keeps an unused session; the specification's time-out if it is not known. */
  readonly sessionTimeoutSeconds: number;
}

const header = table.security.session.header.toLowerCase();

function withToken(request: RawRequest, value: string): RawRequest {
  return {
    ...request,
    headers: { ...request.headers, [header]: value },
  };
}

/** Opens a session of its own, beside the one that the other requests use. */
async function openSession(
  { url, fetch }: Target,
  principal: PvwaPrincipal,
): Promise<Opened & { readonly token: string }> {
  const { username, password, token: given } = principal;
  if (given !== undefined)
    return {
      token: given,
      authorize: (request) => withToken(request, given),
      close: () => Promise.resolve(),
    };
  const client = createPvwaClient({ url, fetch });
  const token = await client
    .logon({ type: 'CyberArk', username, password })
    .catch((error: unknown) => {
      throw hintAtAddress(error, url);
    });
  return {
    token,
    authorize: (request) => withToken(request, token),
    close: () => client.close(),
  };
}

/** Shorter than a real server's where the target is set up so. */
function timeoutIn(value: string | undefined): number {
  return Number(value) > 0 ? Number(value) : table.security.session.timeoutSeconds;
}

const roles = [
  {
    name: 'admin',
    role: 'vaultAdmin',
    username: 'PVWA_USERNAME',
    password: 'PVWA_PASSWORD',
    token: 'PVWA_TOKEN',
    leavesOut: 'everything that needs a session',
    optional: false,
  },
  {
    name: 'auditor',
    role: 'user',
    username: 'PVWA_AUDITOR_USERNAME',
    password: 'PVWA_AUDITOR_PASSWORD',
    token: 'PVWA_AUDITOR_TOKEN',
    leavesOut: 'whether a user who is no vault admin is refused',
    optional: true,
  },
] as const;

/** How testers sign in to a PVWA server, rightly and in every wrong way. */
export const access: TestAccess<PvwaPrincipal> = {
  // Source: PVWA-WILD-MEMBER-CASE.
  anyPropertyCase: true,
  variables: [
    { names: ['PVWA_USERNAME', 'PVWA_PASSWORD'], purpose: 'a vault admin' },
    {
      names: ['PVWA_AUDITOR_USERNAME', 'PVWA_AUDITOR_PASSWORD'],
      purpose: 'a user who is no vault admin',
    },
    { names: ['PVWA_TOKEN', 'PVWA_AUDITOR_TOKEN'], purpose: 'take the place of a log-on' },
    {
      names: ['PVWA_SESSION_TIMEOUT_SECONDS'],
      purpose: 'after how long a session ends (up to 60 it is waited for)',
    },
  ],
  principals: (environment) => {
    const principals: PvwaPrincipal[] = [];
    const missing: MissingVariable[] = [];
    const sessionTimeoutSeconds = timeoutIn(environment['PVWA_SESSION_TIMEOUT_SECONDS']);
    for (const { name, role, leavesOut, optional, ...variables } of roles) {
      const username = environment[variables.username];
      const password = environment[variables.password];
      const token = environment[variables.token];
      const base = { name, role, sessionTimeoutSeconds };
      if (username && password) {
        principals.push({ ...base, username, password });
        continue;
      }
      if (token) principals.push({ ...base, username: '', password: '', token, borrowed: true });
      const without = token
        ? { leavesOut: 'log-on, log-off and whatever ends a session', optional: true }
        : { leavesOut, optional };
      for (const variable of [variables.username, variables.password])
        if (!environment[variable]) missing.push({ variable, role, ...without });
    }
    return { principals, missing };
  },
  parents: () => ({}),
  settings: () => ({}),
  open: openSession,
  curl: (url, { name, borrowed }) => {
    const [first] = roles;
    const own = roles.find((role) => role.name === name) ?? first;
    return borrowed === true ? curlWithToken(own.token) : curlSignIn(url, name, own);
  },
  wrong: {
    none: (request) => request,
    garbage: (request) => withToken(request, 'bm90LWEtc2Vzc2lvbi10b2tlbg=='),
    closed: async (request, { target, principal }) => {
      const other = await openSession(target, principal);
      await other.close();
      return withToken(request, other.token);
    },
    // Takes as long as a session lives; only short ones are waited for.
    expired: async (request, { target, principal }) => {
      const other = await openSession(target, principal);
      await new Promise((resolve) => {
        setTimeout(resolve, (principal.sessionTimeoutSeconds + 1) * 1000);
      });
      return withToken(request, other.token);
    },
    bearer: (request, { opened }) => withToken(request, `Bearer ${opened.token ?? ''}`),
  },
};
