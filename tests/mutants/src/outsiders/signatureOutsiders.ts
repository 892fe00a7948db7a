import type { Received } from '@oidc-admin/mock';
import type { FaultHooks } from '@oidc-admin/mock/faults';
import { outsidersIn, type Outsider } from './outsider.ts';
import { hashOf, signatureIn, signatureOver } from './signatureV4.ts';

/** The secret of the key that the mock is made with: the one of AWS's own examples. */
const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';

const signed = 'wickr.md, Service: AWS Signature Version 4';
const changed = `${signed}; readings: a body or query changed after signing gives 401 or 403`;

/**
 * Lets a request in that the right server refuses for one of these reasons, the first that it finds: `date`, `body`, `secret`.
 * `given` is the signature that it carries.
 */
export function lettingInWhere(
  ways: readonly string[],
  isTaken: (received: Received, given: string, memory: Map<string, unknown>) => boolean,
  remember?: (received: Received, given: string) => string,
): FaultHooks {
  return {
    caller: (caller, { received, memory }) => {
      const given = signatureIn(received.headers)?.signature ?? '';
      if (caller.kind === 'signed' && remember !== undefined)
        memory.set(remember(received, given), true);
      const isExcused = caller.kind === 'wrong' && ways.includes(caller.way);
      return isExcused && isTaken(received, given, memory)
        ? { kind: 'signed', role: 'administrator' }
        : caller;
    },
  };
}

/** Keeps the signatures that were found right, by a part of the request only. */
function cachedBy(key: (received: Received) => string): FaultHooks {
  const whole = (received: Received, given: string): string => `${given} ${key(received)}`;
  return lettingInWhere(
    ['body', 'secret', 'path', 'query'],
    (received, given, memory) => memory.has(whole(received, given)),
    whole,
  );
}

/** The signature that a request should have, over any words for its payload. */
export function rightSignature(received: Received, payload = hashOf(received.body)): string {
  const { scope = '', names = [] } = signatureIn(received.headers) ?? {};
  return signatureOver(received, { scope, names, payload, secret });
}

/** Servers that look at only a part of a signature. */
export const signatureOutsiders: readonly Outsider[] = outsidersIn('wickr', 'signatures', {
  registerOidcConfig: [
    {
      name: 'unsigned-payload-taken',
      says: 'A request that says UNSIGNED-PAYLOAD is taken with any body, as a file store would.',
      authority: 'documented',
      fact: changed,
      breaks: ['registerOidcConfig.body.security'],
      hooks: lettingInWhere(
        ['body', 'unsignedPayload'],
        (received, given) =>
          received.headers['x-amz-content-sha256'] === 'UNSIGNED-PAYLOAD' &&
          rightSignature(received, 'UNSIGNED-PAYLOAD') === given,
      ),
    },
    {
      name: 'claimed-hash-believed',
      says: 'The hash in the header x-amz-content-sha256 is never compared with the body.',
      authority: 'documented',
      fact: changed,
      breaks: ['registerOidcConfig.body.security'],
      hooks: lettingInWhere(['body', 'payloadHash'], (received, given) => {
        const claimed = received.headers['x-amz-content-sha256'] ?? '';
        return /^[0-9a-f]{64}$/.test(claimed) && rightSignature(received, claimed) === given;
      }),
    },
    {
      name: 'cache-without-body',
      says: 'A signature that was right once is right again for the same path, whatever the body is.',
      authority: 'documented',
      fact: changed,
      breaks: ['registerOidcConfig.body.security'],
      hooks: cachedBy(({ target }) => target),
    },
    {
      name: 'last-digit-not-compared',
      says: 'The comparison of signatures ends one digit too early.',
      authority: 'documented',
      fact: signed,
      breaks: ['registerOidcConfig.secret.security'],
      hooks: lettingInWhere(['secret'], (received, given) => {
        const right = rightSignature(received);
        return given.length === right.length && given.slice(0, -1) === right.slice(0, -1);
      }),
    },
  ],
  registerOidcConfigTest: [
    {
      name: 'cache-without-path',
      says: 'A signature that was right once is right again for another network, if the body is the same.',
      authority: 'documented',
      fact: signed,
      breaks: ['registerOidcConfigTest.secret.security'],
      hooks: cachedBy(({ body }) => hashOf(body)),
    },
    {
      name: 'first-digit-not-compared',
      says: 'The comparison of signatures begins one digit too late.',
      authority: 'documented',
      fact: signed,
      breaks: ['registerOidcConfigTest.secret.security'],
      hooks: lettingInWhere(['secret'], (received, given) => {
        const right = rightSignature(received);
        return given.length === right.length && given.slice(1) === right.slice(1);
      }),
    },
  ],
  getOidcInfo: [
    {
      name: 'cache-without-query',
      says: 'A signature that was right once is right again for another query.',
      authority: 'documented',
      fact: changed,
      breaks: ['getOidcInfo.query.security'],
      hooks: cachedBy(({ target }) => target.split('?', 1)[0] ?? ''),
    },
    {
      name: 'cut-signature-taken',
      says: 'A signature that was cut short is taken (expected.startsWith(given)).',
      authority: 'documented',
      fact: signed,
      breaks: ['getOidcInfo.secret.security'],
      hooks: lettingInWhere(['secret'], (received, given) =>
        rightSignature(received).startsWith(given),
      ),
    },
    {
      name: 'days-not-compared',
      says: 'The day of the scope is never compared with that of the request.',
      authority: 'documented',
      fact: `${signed}; readings: a date more than 5 minutes off gives 401 or 403`,
      breaks: ['getOidcInfo.date.security'],
      hooks: lettingInWhere(['date', 'scopeDate'], (received, given) => {
        const time = received.headers['x-amz-date'] ?? '';
        const iso = time.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z');
        const isNow = Math.abs(Date.now() - Date.parse(iso)) < 5 * 60 * 1000;
        return isNow && rightSignature(received) === given;
      }),
    },
  ],
});
