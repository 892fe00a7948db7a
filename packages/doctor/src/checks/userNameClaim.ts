import { documentOf, noDocument, publishedTexts } from '../evidence.ts';
import { defineCheck } from '../signInCheck.ts';
import { shown } from '../signInFinding.ts';

/** Whether the provider knows the claim that is to hold the user name. */
export const userNameClaim = defineCheck({
  symptom: 'No user name in the token',
  looksAt: 'whether the claims that the provider announces have the one with the user name',
  problems: { claimNotAnnounced: 'warning' },
  judge: (evidence) => {
    const { userNameClaim: claim } = evidence.values;
    if (claim === undefined) return { unchecked: 'the claim with the user name was not given' };
    const document = documentOf(evidence);
    if (document === undefined) return { unchecked: noDocument };
    const claims = publishedTexts(document.claims_supported);
    if (claims === undefined) return { unchecked: 'the provider does not announce its claims' };
    if (claims.includes(claim))
      return { passed: `The provider announces the claim ${shown(claim)}.` };
    return {
      problems: [
        {
          code: 'claimNotAnnounced',
          what: 'The provider does not announce the claim that is to hold the user name.',
          where: 'claims_supported in the discovery document',
          given: shown(claim),
          found: shown(claims.join(', ')),
          action:
            'Choose one that is there, or have the provider put this one into the ID token. A sign-in shows what really comes (--sign-in).',
        },
      ],
    };
  },
});
