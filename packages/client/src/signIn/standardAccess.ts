import type { AccessTable } from '@oidc-admin/contract';
import { credentialVariables, variableName } from '@oidc-admin/contract/credential-variables';
import type {
  MissingVariable,
  Opened,
  Principal,
  RawRequest,
  Target,
  TestAccess,
} from '../testAccess.ts';
import {
  type Credentials,
  credentialsFrom,
  neededBy,
  type SignInScheme,
  suffice,
} from './credentials.ts';
import { curlWords } from './curlWords.ts';
import { proofOf, withProof } from './proof.ts';
import { requestToken } from './requestToken.ts';
import { tokenEndpoint } from './standardAuthentication.ts';

/** Somebody with credentials for at least one scheme. */
export interface StandardPrincipal extends Principal, Credentials {
  readonly schemes: readonly string[];
  readonly tokenUrl?: string;
  readonly scope?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What no server has given out, in the characters that tokens and keys have. */
const made = 'bm8tc3VjaC1jcmVkZW50aWFscw';

/**
 * How testers sign in to an API whose security schemes OpenAPI has words for, rightly and in every wrong way; all of it read
 * off the table.
 */
export function standardAccess(table: AccessTable): TestAccess<StandardPrincipal> {
  const { api, parents, settings, security } = table;
  const roles = table.roles.length === 0 ? [''] : table.roles;
  const schemeNamed = (name: string): SignInScheme => {
    const scheme = security[name];
    if (scheme === undefined) throw new Error(`${api} has no security scheme ${name}`);
    return scheme;
  };
  const other = (name: string, held: Credentials) => (request: RawRequest, scheme: string) =>
    withProof(request, schemeNamed(scheme), proofOf({ kind: name as SignInScheme['kind'] }, held));
  return {
    variables: variablesOf(table, roles),
    principals: (environment) => principalsIn(table, roles, environment),
    parents: (environment) =>
      Object.fromEntries(
        parents.map((name) => {
          const found = [variableName(api, name), variableName(api, 'OTHER', name)];
          return [name, found.flatMap((variable) => environment[variable] || [])];
        }),
      ),
    settings: (environment) =>
      Object.fromEntries(
        settings.flatMap((name) => {
          const value = environment[variableName(api, name)];
          return value === undefined ? [] : [[name, value]];
        }),
      ),
    open: (target, principal) => open(security, target, principal),
    curl: (url, principal, name = principal.schemes[0]) =>
      // Of an API that everybody may call, nobody holds a scheme.
      name === undefined ? { words: '' } : curlWords(table, schemeNamed(name), principal, url),
    wrong: {
      none: (request) => request,
      unknown: (request, { scheme }) => {
        const { kind } = schemeNamed(scheme);
        const held = { token: made, apiKey: made, username: 'nobody-of-this-name', password: made };
        return other(kind, held)(request, scheme);
      },
      password: (request, { principal: { username = '', password = '' }, scheme }) =>
        other('basic', { username, password: `${password}x` })(request, scheme),
      scheme: async (request, { opened, scheme }) => {
        const right = schemeNamed(scheme);
        const authorized = await opened.authorize(request, scheme);
        const proof = proofIn(authorized, right);
        // A key may have a word in front of it as well.
        const isBearer = /^bearer /i.test(authorized.headers['authorization'] ?? '');
        const word = isBearer ? 'Basic' : 'Bearer';
        return withProof(request, { header: 'authorization' }, `${word} ${proof}`);
      },
    },
  };
}

/** The proof that a request carries, without the word in front of it. */
function proofIn(
  { url, headers }: RawRequest,
  { header, parameter }: Pick<SignInScheme, 'header' | 'parameter'>,
): string {
  if (parameter?.in === 'query') return new URL(url).searchParams.get(parameter.name) ?? '';
  const value = headers[header.toLowerCase()] ?? '';
  return parameter === undefined
    ? value.replace(/^\w+ /, '')
    : value.slice(parameter.name.length + 1);
}

async function open(
  security: AccessTable['security'],
  { url, fetch }: Target,
  principal: StandardPrincipal,
): Promise<Opened> {
  const tokens = new Map<string, string>();
  const lives: number[] = [];
  for (const name of principal.schemes) {
    const scheme = security[name];
    if (scheme?.kind !== 'oauth2') continue;
    const { clientId = '', clientSecret = '', scope, tokenUrl = scheme.tokenUrl ?? '' } = principal;
    const terms = { tokenUrl: tokenEndpoint(tokenUrl, url), clientId, clientSecret, scope };
    const { token, lifeSeconds } = await requestToken(fetch, terms);
    tokens.set(name, token);
    if (lifeSeconds !== undefined) lives.push(lifeSeconds);
  }
  const [first = ''] = principal.schemes;
  return {
    authorize: (request, name = first) => {
      const scheme = security[name];
      if (scheme === undefined) return request;
      const token = tokens.get(name);
      return withProof(
        request,
        scheme,
        proofOf(scheme, token === undefined ? principal : { token }),
      );
    },
    close: () => Promise.resolve(),
    schemes: principal.schemes,
    ...(lives.length === 0 ? {} : { lifeSeconds: Math.min(...lives) }),
  };
}

function principalsIn(
  table: AccessTable,
  roles: readonly string[],
  environment: Environment,
): ReturnType<TestAccess<StandardPrincipal>['principals']> {
  const principals: StandardPrincipal[] = [];
  const missing: MissingVariable[] = [];
  const schemes = Object.entries(table.security);
  const tokenUrl = environment[variableName(table.api, 'TOKEN_URL')];
  const scope = environment[variableName(table.api, 'SCOPE')];
  for (const [index, role] of roles.entries()) {
    const held = credentialsFrom(table, environment, role);
    const known = schemes.filter(([, scheme]) => suffice(held, scheme)).map(([name]) => name);
    if (known.length > 0 || schemes.length === 0)
      principals.push({
        name: role === '' ? 'default' : role,
        ...(role === '' ? {} : { role }),
        ...held,
        schemes: known,
        ...(tokenUrl ? { tokenUrl } : {}),
        ...(scope ? { scope } : {}),
      });
    for (const [name, scheme] of schemes)
      if (!known.includes(name))
        missing.push(
          ...missingFor(
            table,
            role,
            [name, scheme],
            index === 0 && known.length === 0,
            environment,
          ),
        );
  }
  const needed = table.parents.flatMap((name): readonly MissingVariable[] => [
    {
      variable: variableName(table.api, name),
      leavesOut: `everything whose path names a ${name}`,
      parameter: { name, value: `the ${name} to check with` },
    },
    {
      variable: variableName(table.api, 'OTHER', name),
      leavesOut: 'whether two of them share anything',
      optional: true,
      parameter: { name, value: `a second ${name}` },
    },
  ]);
  return {
    principals,
    missing: [...missing, ...needed.filter(({ variable }) => !environment[variable])],
  };
}

/** The variables of one scheme that are not set. `first`: without them, nobody can sign in at all. */
function missingFor(
  table: AccessTable,
  role: string,
  [name, scheme]: readonly [string, SignInScheme],
  first: boolean,
  environment: Environment,
): readonly MissingVariable[] {
  const variables = credentialVariables(table, scheme.kind, role);
  return neededBy(scheme).flatMap((held) => {
    const variable = variables[held];
    if (variable === undefined || environment[variable]) return [];
    return [
      {
        variable,
        leavesOut: first
          ? 'everything that needs a sign-in'
          : `whether ${role || 'a caller'} signs in by ${name}`,
        ...(first ? {} : { optional: true }),
        ...(role === '' ? {} : { role }),
      },
    ];
  });
}

function variablesOf(
  table: AccessTable,
  roles: readonly string[],
): TestAccess<StandardPrincipal>['variables'] {
  const { api, parents, settings, security } = table;
  const schemes = Object.values(security);
  const ofRoles = roles.map((role) => ({
    names: [
      ...new Set(
        schemes.flatMap(({ kind }) => Object.values(credentialVariables(table, kind, role))),
      ),
    ],
    purpose: role === '' ? 'who signs in' : `the ${role} who signs in`,
  }));
  const all = [
    ...ofRoles,
    {
      names: schemes.some(({ kind }) => kind === 'oauth2')
        ? [variableName(api, 'TOKEN_URL'), variableName(api, 'SCOPE')]
        : [],
      purpose:
        'where tokens come from, if not from where the specification says, and the scopes to ask for',
    },
    ...parents.map((name) => ({
      names: [variableName(api, name), variableName(api, 'OTHER', name)],
      purpose: `the values of ${name} to check with`,
    })),
    ...settings.map((name) => ({ names: [variableName(api, name)], purpose: `the ${name}` })),
  ];
  return all.filter(({ names }) => names.length > 0);
}
