import { privateMembersIn } from '@oidc-admin/client/terminal';
import type { JWK } from 'jose';
import { noDocument, type Evidence } from '../evidence.ts';
import { defineCheck } from '../signInCheck.ts';
import { shown } from '../signInFinding.ts';
import { verifyingKeys } from './keys.ts';

function namesOf(keys: readonly JWK[]): string {
  return keys.length === 0
    ? '(none)'
    : shown(keys.map(({ kid }) => (typeof kid === 'string' ? kid : '(without kid)')).join(', '));
}

/** The published keys that may verify an ID token, and those of them that are not kept. */
function comparedKeys(evidence: Evidence, pinned: readonly JWK[], published: readonly JWK[]) {
  const { thumbprints } = evidence;
  const signing = verifyingKeys(evidence, published);
  const kept = new Set(pinned.map((key) => thumbprints.get(key)));
  const missing = signing.filter((key) => !kept.has(thumbprints.get(key)));
  return { signing, missing };
}

/** Whether keys that the service keeps are public, and those of the provider. */
export const jwkSet = defineCheck({
  symptom: 'Key not found, until a restart; or a private key in the kept set',
  looksAt:
    'the keys that the service is to keep: whether they are public, and whether they are those that the provider publishes now',
  problems: {
    jwkSetUnreadable: 'error',
    jwkSetPrivate: 'error',
    pinnedKeysOutdated: 'error',
    pinnedKeysPartly: 'warning',
  },
  judge: (evidence) => {
    const { pinned, keys } = evidence;
    const where = 'the kept set of keys (JWK set)';
    if (pinned === undefined) return { unchecked: 'no keys are kept' };
    if ('mistake' in pinned)
      return {
        problems: [
          {
            code: 'jwkSetUnreadable',
            what: `The set of keys cannot be read: ${pinned.mistake}.`,
            where,
            action: 'Take what stands at jwks_uri of the provider.',
          },
        ],
      };
    const secret = new Set(pinned.keys.flatMap(privateMembersIn));
    if (secret.size > 0)
      return {
        problems: [
          {
            code: 'jwkSetPrivate',
            what: `The set holds a private key: it has the property ${[...secret].join(', ')}. It must not be sent.`,
            where,
            action:
              'Take the public keys, at jwks_uri of the provider. Whoever has got the private key can sign in as anybody: have the provider make a new one.',
          },
        ],
      };
    if (keys === undefined || 'failure' in keys) return { unchecked: noDocument };
    const { signing, missing } = comparedKeys(evidence, pinned.keys, keys.value);
    const both = { given: namesOf(pinned.keys), found: namesOf(signing) };
    const action =
      'Take the keys of the provider again, or let the service read them by discovery.';
    if (signing.length > 0 && missing.length === signing.length)
      return {
        problems: [
          {
            code: 'pinnedKeysOutdated',
            what: 'None of the keys with which the provider signs is among those that are kept.',
            where,
            ...both,
            action,
          },
        ],
      };
    if (missing.length > 0)
      return {
        problems: [
          {
            code: 'pinnedKeysPartly',
            what: 'Some of the published keys are not among those that are kept: sign-ins fail when the provider signs with them.',
            where,
            ...both,
            action,
          },
        ],
      };
    return {
      passed:
        'All published keys are kept. They must be taken again whenever the provider changes them.',
    };
  },
});
