import type { Operation, Outcome, SecurityScheme } from '../description.ts';
import { wrongWays } from '../signInWays.ts';
import type { RefuseDefinition } from './kindDefinition.ts';

const ways: Readonly<Record<string, string>> = {
  none: 'without credentials',
  garbage: 'with a made-up token',
  closed: 'with the token of a closed session',
  bearer: 'with Bearer before the token',
  unknown: 'with credentials that nobody has',
  password: 'with a wrong password',
  key: 'signed with an unknown key',
  secret: 'signed with a wrong secret',
  service: 'signed for another service',
  region: 'signed for another region',
  date: 'signed at another time',
  scopeDate: 'signed with the key of another day than its date',
  header: 'with a signed header changed or left out',
  body: 'with a body changed after signing',
  payloadHash: 'with the hash of another body signed and sent in a header',
  unsignedPayload: 'with UNSIGNED-PAYLOAD signed and sent instead of the hash of its body',
  query: 'with a query changed after signing',
  path: 'with a path changed after signing',
};

/** Those that say something else for each sort of credentials. */
const waysOf: Partial<Record<SecurityScheme['kind'], Readonly<Record<string, string>>>> = {
  session: { expired: 'with the token of an expired session' },
  oauth2: { expired: 'with a token whose time is over', scheme: 'with its token sent as Basic' },
  bearer: { scheme: 'with its token sent as Basic' },
  basic: { scheme: 'with its user name and password sent as Bearer' },
  apiKey: { scheme: 'with its key as a bearer token, and not in its own place' },
};

/** Those that change the body, where there is one. */
const ofBody: ReadonlySet<string> = new Set(['body', 'payloadHash', 'unsignedPayload']);

/** A request that carries no credentials, or wrong ones: one clause for each wrong way. */
export const securityKind = {
  group: 'refuse',
  on: 'operation',
  family: 'sign-in',
  says: 'carries no credentials, or wrong ones (each wrong way has an outcome of its own, see `x-credentials`)',
  read: ({ operation }, description) =>
    wrongWays(description, operation)
      .filter(({ way }) => !ofBody.has(way) || operation.body !== undefined)
      .map(({ scheme, way, element }) => ({
        text: textOf(scheme, way, operation),
        element,
        source: scheme.source,
        outcome: scheme.wrong[way] ?? usualOutcome(operation),
      })),
} as const satisfies RefuseDefinition;

function textOf(scheme: SecurityScheme, way: string, { schemes }: Operation): string {
  const text = waysOf[scheme.kind]?.[way] ?? ways[way] ?? `signed in wrongly (${way})`;
  return schemes === undefined || way === 'none' ? text : `${text} (${scheme.name})`;
}

/**
 * RFC 9110, section 15.5.2: 401 to credentials that are missing or wrong. Where only 403 is documented, that or another refusal: a document
 * that says who may call says nothing of those who did not sign in.
 */
function usualOutcome({ responses }: Operation): Outcome {
  const [first, ...others] = [401, 403].filter((status) =>
    responses.some((response) => response.status === status),
  );
  return {
    allow: first === 403 ? [{ status: 403 }, { status: '4XX' }] : [{ status: first ?? '4XX' }],
    warn: others.map((status) => ({ status })),
    binding: 'MUST',
    source: [],
  };
}
