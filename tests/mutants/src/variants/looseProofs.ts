import type { Clause, Parameter } from '@oidc-admin/contract';
import type { Received } from '@oidc-admin/mock';
import type { FaultHooks } from '@oidc-admin/mock/faults';
import type { Caller } from '@oidc-admin/model';
import { operationsWith, type VariantMutant, type VariantMutants } from '../variantMutant.ts';

const enough = 8;

/** Ways to look a session up that let in tokens which are nearly right. */
const loose: Readonly<
  Record<string, readonly [says: string, isSame: (known: string, given: string) => boolean]>
> = {
  tokenByItsStart: [
    'A session is looked up by the first characters of its token.',
    (known, given) => known.slice(0, enough) === given.slice(0, enough),
  ],
  tokenByItsEnd: [
    'A session is looked up by the last characters of its token.',
    (known, given) => known.slice(-enough) === given.slice(-enough),
  ],
  tokenCut: [
    'A token that was cut short is taken for the whole.',
    (known, given) =>
      given.length > enough && given.length < known.length && known.startsWith(given),
  ],
};

/** Lets in whose token or signature is nearly right. */
export const looseProofs: VariantMutants = (contract) =>
  operationsWith(contract, 'security').flatMap(
    ({ clause, operation: { id: operation, security: operationSecurity, parameters, body } }) => {
      if (clause.element === 'garbage')
        return Object.entries(loose).map(([name, [says, isSame]]) => ({
          clause,
          name,
          says,
          operation,
          hooks: lookedUp(isSame),
        }));
      if (['body', 'query', 'path'].includes(clause.element ?? ''))
        return contract.security[operationSecurity ?? '']?.kind === 'signature'
          ? [
              {
                clause,
                name: 'signatureRemembered',
                says: 'A signature that was right once is right for every other request.',
                operation,
                hooks: remembering(() => ''),
              },
              ...(clause.element === 'query'
                ? parameterUnsigned(clause, parameters, operation)
                : []),
              ...(clause.element === 'body' && body !== undefined
                ? [
                    {
                      clause,
                      name: 'bodyWrittenAnew',
                      says: 'Not the bytes of a body are signed, but what the server has read from them.',
                      operation,
                      hooks: remembering(writtenAnew),
                    },
                  ]
                : []),
            ]
          : [];
      if (clause.element !== 'secret') return [];
      return [
        {
          clause,
          name: 'signatureCut',
          says: 'A signature that is too short is not compared.',
          operation,
          hooks: {
            caller: (caller, { received, callerWithout }) =>
              /signature=[0-9a-f]{1,63}$/i.test(received.headers['authorization'] ?? '')
                ? callerWithout('secret')
                : caller,
          } satisfies FaultHooks,
        },
      ];
    },
  );

function lookedUp(isSame: (known: string, given: string) => boolean): FaultHooks {
  return {
    caller: (caller, { state }): Caller => {
      if (caller.kind !== 'token' || state.sessions.has(caller.token)) return caller;
      const open = [...state.sessions].find(
        ([known, { closed }]) => !closed && isSame(known, caller.token),
      );
      return open === undefined ? caller : { kind: 'token', token: open[0] };
    },
  };
}

/** Lets in whose signature was right before for a request of which this is the same. */
function remembering(same: (received: Received) => string): FaultHooks {
  return {
    caller: (caller, { received, memory, callerWithout }) => {
      const proof = `${received.headers['authorization'] ?? ''} ${same(received)}`;
      if (caller.kind === 'signed') memory.set(proof, true);
      return caller.kind === 'wrong' && memory.has(proof) ? callerWithout('secret') : caller;
    },
  };
}

/** Does not look at the value of one parameter. */
function parameterUnsigned(
  clause: Clause,
  parameters: readonly Parameter[],
  operation: string,
): readonly VariantMutant[] {
  const name = parameters.findLast((one) => one.in === 'query')?.name;
  if (name === undefined) return [];
  const without = ({ target }: Received): string => {
    const url = new URL(target, 'http://localhost');
    if (url.searchParams.has(name)) url.searchParams.set(name, '');
    return url.href;
  };
  return [
    {
      clause,
      name: 'parameterUnsigned',
      says: 'The value of one parameter of the query is not signed.',
      operation,
      hooks: remembering(without),
    },
  ];
}

function writtenAnew({ target, body }: Received): string {
  const text = Buffer.from(body).toString();
  try {
    return target + JSON.stringify(JSON.parse(text));
  } catch {
    return target + text;
  }
}
