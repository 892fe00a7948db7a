import { documentOf, noDocument, publishedTexts } from '../evidence.ts';
import { defineCheck } from '../signInCheck.ts';
import { shown } from '../signInFinding.ts';

/** Whether ID tokens are signed in a way that everybody can verify. */
export const signingAlgorithms = defineCheck({
  symptom: 'Expected RS256, got HS256 or ES384',
  looksAt:
    'which algorithms sign ID tokens: HS… or none alone is a mistake, a list without RS256 a risk',
  problems: { signingKeyNotChosen: 'error', rs256Missing: 'warning' },
  judge: (evidence) => {
    const document = documentOf(evidence);
    if (document === undefined) return { unchecked: noDocument };
    const where = 'id_token_signing_alg_values_supported in the discovery document';
    const algorithms = publishedTexts(document['id_token_signing_alg_values_supported']);
    if (algorithms === undefined) return { unchecked: `the provider has no ${where}` };
    const found = shown(algorithms.join(', '));
    if (algorithms.every((name) => /^(?:HS\d+|none)$/.test(name)))
      return {
        problems: [
          {
            code: 'signingKeyNotChosen',
            what: 'ID tokens are not signed with a key that others can verify.',
            where,
            given: 'RS256',
            found,
            action: 'Choose a signing key (RS256) for the application at the provider.',
          },
        ],
      };
    if (!algorithms.includes('RS256'))
      return {
        problems: [
          {
            code: 'rs256Missing',
            what: 'ID tokens are not signed with RS256, the only algorithm that every service knows.',
            where,
            given: 'RS256',
            found,
            action:
              'Choose RS256 at the provider, or make sure that the service knows the other one.',
          },
        ],
      };
    return { passed: `ID tokens can be signed with RS256 (${found}).` };
  },
});
