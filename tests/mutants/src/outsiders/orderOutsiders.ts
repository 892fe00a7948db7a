import type { FaultHooks } from '@oidc-admin/mock/faults';
import { outsidersIn, type Outsider } from './outsider.ts';

const order =
  'pvwa.md, readings: session (401), then permission (403), then existence (404), then body (400)';
const noSession = `pvwa.md, Server: 401 unauthorized (no or expired session); ${order}`;
const notPermitted = `pvwa.md, Server: 403 forbidden (not permitted); ${order}`;
const unsigned = 'wickr.md, readings: unsigned or a wrong signature: 401 or 403';

/** Refuses by one layer of the body what an earlier check has to refuse. */
function tooEarly(
  earlier: 'security' | 'permission',
  layers: readonly string[],
  status: number,
  ways?: readonly string[],
): FaultHooks {
  return {
    decide: (decision, context) => {
      const [first] = decision.broken;
      const early =
        first?.kind === earlier && decision.broken.some(({ kind }) => layers.includes(kind));
      const way = context.request.caller.kind;
      return early && (ways === undefined || ways.includes(way))
        ? context.refuse(status, 'The body cannot be read.')
        : decision;
    },
  };
}

/** The clauses about all wrong ways to sign in to an operation. */
function anyWay(operation: string, ...ways: readonly string[]): readonly string[] {
  return ways.map((way) => `${operation}.${way}.security`);
}

const wrongSessions = ['none', 'garbage', 'closed', 'expired', 'bearer'];
const wrongSignatures = ['key', 'secret', 'service', 'region', 'date', 'header', 'body', 'query'];

/** Servers that do a later check before an earlier one. */
export const orderOutsiders: readonly Outsider[] = [
  ...outsidersIn('pvwa', 'order', {
    addProvider: [
      {
        name: 'syntax-before-session',
        says: 'The JSON is parsed before the session is looked at, so that a caller without one gets 400.',
        authority: 'reading',
        fact: noSession,
        breaks: ['addProvider.order', ...anyWay('addProvider', ...wrongSessions)],
        hooks: tooEarly('security', ['malformedJson'], 400),
      },
      {
        name: 'taken-before-body',
        says: 'A taken id is refused with 409 before the rules of the body are looked at.',
        authority: 'reading',
        fact: 'pvwa.md, readings: 409 for a taken id only where the body is valid',
        breaks: ['addProvider.order'],
        hooks: {
          decide: (decision, context) => {
            const body = context.request.body.kind === 'json' ? context.request.body.value : {};
            const id = (body as { id?: unknown } | null)?.id;
            const taken =
              context.state.resources.get('provider')?.get('')?.has(String(id)) === true;
            return decision.status === 400 && taken
              ? context.refuse(409, 'There is one of this id.')
              : decision;
          },
        },
      },
    ],
    updateProvider: [
      {
        name: 'media-type-before-session',
        says: 'The media type is looked at by the framework before the session, so that a caller without one gets 415.',
        authority: 'reading',
        fact: noSession,
        breaks: ['updateProvider.order', ...anyWay('updateProvider', ...wrongSessions)],
        hooks: tooEarly('security', ['mediaType'], 415),
      },
      {
        name: 'existence-before-permission',
        says: 'A user who is not permitted learns by 404 that there is no provider of an id.',
        authority: 'reading',
        fact: notPermitted,
        breaks: ['updateProvider.order', 'updateProvider.permission'],
        hooks: tooEarly('permission', ['existence'], 404),
      },
    ],
    addAuthenticationMethod: [
      {
        name: 'empty-before-permission',
        says: 'An empty body is refused with 400 before the permission is looked at.',
        authority: 'reading',
        fact: notPermitted,
        breaks: ['addAuthenticationMethod.order', 'addAuthenticationMethod.permission'],
        hooks: tooEarly('permission', ['emptyBody'], 400),
      },
      {
        name: 'types-before-session',
        says: 'A wrong JSON type is refused with 400 by the binding of the body, before an unknown token is.',
        authority: 'reading',
        fact: noSession,
        breaks: [
          'addAuthenticationMethod.order',
          ...anyWay('addAuthenticationMethod', 'garbage', 'closed', 'expired'),
        ],
        hooks: tooEarly('security', ['type'], 400, ['token']),
      },
    ],
    updateAuthenticationMethod: [
      {
        name: 'rules-before-permission',
        says: 'A text that is too long is refused with 400 before the permission is looked at.',
        authority: 'reading',
        fact: notPermitted,
        breaks: ['updateAuthenticationMethod.order', 'updateAuthenticationMethod.permission'],
        hooks: tooEarly('permission', ['maxLength'], 400),
      },
    ],
  }),
  ...outsidersIn('wickr', 'order', {
    registerOidcConfig: [
      {
        name: 'syntax-before-signature',
        says: 'The JSON is parsed before the signature is looked at, so that an unsigned save gets 400.',
        authority: 'reading',
        fact: unsigned,
        breaks: anyWay('registerOidcConfig', 'none', ...wrongSignatures),
        hooks: tooEarly('security', ['malformedJson'], 400),
      },
      {
        name: 'types-before-signature',
        says: 'A wrong JSON type is refused with 422 before a wrong signature is.',
        authority: 'reading',
        fact: unsigned,
        breaks: anyWay('registerOidcConfig', ...wrongSignatures),
        hooks: tooEarly('security', ['type'], 422, ['wrong']),
      },
    ],
    registerOidcConfigTest: [
      {
        name: 'required-before-signature',
        says: 'A missing issuer is refused with 422 before the signature is looked at.',
        authority: 'reading',
        fact: unsigned,
        breaks: ['registerOidcConfigTest.none.security'],
        hooks: tooEarly('security', ['required'], 422, ['none']),
      },
    ],
  }),
];
