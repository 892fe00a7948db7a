import type { JWK } from 'jose';
import { documentOf, noDocument, publishedTexts } from '../evidence.ts';
import { defineCheck } from '../signInCheck.ts';

/** By the beginning of an algorithm's name: the type of its keys. */
const types: Readonly<Record<string, string>> = { RS: 'RSA', PS: 'RSA', ES: 'EC', Ed: 'OKP' };

/** Whether a key can verify a signature of an algorithm; many keys do not say for which they are. */
function verifies({ kty, use, alg }: JWK, algorithm: string): boolean {
  const fits = kty === types[algorithm.slice(0, 2)];
  return fits && (use === undefined || use === 'sig') && (alg === undefined || alg === algorithm);
}

/** Whether the provider publishes keys that verify its tokens. */
export const keys = defineCheck({
  symptom: 'Key not found, or the signature is wrong',
  looksAt:
    'whether the published keys can be read, and whether one of them fits an algorithm of the document',
  problems: { keysUnreadable: 'error', keysUnusable: 'error' },
  judge: (evidence) => {
    const { keys: reading } = evidence;
    if (reading === undefined) return { unchecked: noDocument };
    const announced = publishedTexts(
      documentOf(evidence)?.['id_token_signing_alg_values_supported'],
    );
    const algorithms = announced?.filter((name) => types[name.slice(0, 2)] !== undefined);
    if (algorithms?.length === 0)
      return { unchecked: 'ID tokens are not signed with a key that is published' };
    if ('failure' in reading)
      return {
        problems: [
          {
            code: 'keysUnreadable',
            what: `The keys of the provider cannot be read: ${reading.why}.`,
            where: reading.url,
            action: 'Open jwks_uri of the discovery document in a browser.',
          },
        ],
      };
    const usable = reading.value.filter((key) =>
      (algorithms ?? ['RS256']).some((name) => verifies(key, name)),
    );
    if (usable.length === 0)
      return {
        problems: [
          {
            code: 'keysUnusable',
            what: `None of the ${reading.value.length} published keys fits an algorithm of the document.`,
            where: reading.url,
            given: (algorithms ?? ['RS256']).join(', '),
            found: `${reading.value.length} keys`,
            action: 'Choose a signing key for the application at the provider.',
          },
        ],
      };
    return {
      passed: `${usable.length} of ${reading.value.length} published keys verify ID tokens.`,
    };
  },
});
