import type { RefuseDefinition } from './kindDefinition.ts';

const ways: Readonly<Record<string, string>> = {
  none: 'without credentials',
  garbage: 'with a made-up token',
  closed: 'with the token of a closed session',
  expired: 'with the token of an expired session',
  bearer: 'with Bearer before the token',
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

/** Those that change the body, where there is one. */
const ofBody: ReadonlySet<string> = new Set(['body', 'payloadHash', 'unsignedPayload']);

/** A request that carries no credentials, or wrong ones: one clause for each wrong way. */
export const securityKind = {
  group: 'refuse',
  on: 'operation',
  family: 'sign-in',
  says: 'carries no credentials, or wrong ones (each wrong way has an outcome of its own, see `x-credentials`)',
  read: ({ operation }, { security: schemes }) => {
    const scheme = operation.security === undefined ? undefined : schemes[operation.security];
    return Object.entries(scheme?.wrong ?? {})
      .filter(([way]) => !ofBody.has(way) || operation.body !== undefined)
      .map(([way, outcome]) => ({
        text: ways[way] ?? `signed in wrongly (${way})`,
        element: way,
        source: scheme?.source ?? [],
        outcome,
      }));
  },
} as const satisfies RefuseDefinition;
