import type { JWK } from 'jose';
import { documentOf, type Evidence, noDocument, publishedTexts } from '../evidence.ts';
import { defineCheck } from '../signInCheck.ts';

/** By the beginning of an algorithm's name: the type of its keys. */
const types: Readonly<Record<string, string>> = { RS: 'RSA', PS: 'RSA', ES: 'EC', Ed: 'OKP' };
/** Those of signatures; RSA-OAEP is for encryption. */
const signatureNames = /^(?:(?:RS|PS|ES)\d+K?|Ed\w+)$/;

/** The announced algorithms whose keys are published; undefined where the document has no list. */
function announcedAlgorithms(evidence: Evidence): readonly string[] | undefined {
  const names = publishedTexts(documentOf(evidence)?.['id_token_signing_alg_values_supported']);
  return names?.filter((name) => signatureNames.test(name));
}

/** The published keys that may verify an ID token: beside them are others, for encryption or of kinds that sign something else. */
export function verifyingKeys(evidence: Evidence, keys: readonly JWK[]): readonly JWK[] {
  const algorithms = announcedAlgorithms(evidence);
  const wantedTypes = algorithms?.map((name) => types[name.slice(0, 2)]) ?? Object.values(types);
  // Many keys do not say for what they are.
  return keys.filter(
    ({ kty, use = 'sig', alg }) =>
      use === 'sig' &&
      wantedTypes.includes(kty) &&
      (alg === undefined || (algorithms?.includes(alg) ?? signatureNames.test(alg))),
  );
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
    const algorithms = announcedAlgorithms(evidence);
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
    const usable = verifyingKeys(evidence, reading.value);
    if (usable.length === 0)
      return {
        problems: [
          {
            code: 'keysUnusable',
            what: `None of the ${reading.value.length} published keys fits an algorithm of the document.`,
            where: reading.url,
            given: algorithms?.join(', ') ?? 'any algorithm of signatures',
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
