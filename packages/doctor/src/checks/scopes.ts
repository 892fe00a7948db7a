import { documentOf, noDocument, publishedTexts } from '../evidence.ts';
import { defineCheck } from '../signInCheck.ts';
import { shown } from '../signInFinding.ts';

/** Whether the provider knows the scopes that it will be asked for. */
export const scopes = defineCheck({
  symptom: 'Unknown scope',
  looksAt: 'whether "openid" is among the scopes, and whether the provider announces all of them',
  problems: { openidMissing: 'error', scopeNotAnnounced: 'warning' },
  judge: (evidence) => {
    const { scopes: given } = evidence.values;
    if (given === undefined) return { unchecked: 'the scopes were not given' };
    const wanted = given.split(' ').filter((scope) => scope !== '');
    if (!wanted.includes('openid'))
      return {
        problems: [
          {
            code: 'openidMissing',
            what: 'Without the scope "openid" there is no ID token.',
            where: 'the scopes',
            given: shown(given),
            action: 'Add openid.',
          },
        ],
      };
    const document = documentOf(evidence);
    if (document === undefined) return { unchecked: noDocument };
    const known = publishedTexts(document.scopes_supported);
    if (known === undefined) return { unchecked: 'the provider does not announce its scopes' };
    const unknown = wanted.filter((scope) => !known.includes(scope));
    if (unknown.length === 0) return { passed: 'The provider announces all scopes.' };
    return {
      problems: [
        {
          code: 'scopeNotAnnounced',
          what: `The provider does not announce ${shown(unknown.join(', '))}.`,
          where: 'scopes_supported in the discovery document',
          given: shown(given),
          found: shown(known.join(' ')),
          action: 'Leave it out, or make it at the provider.',
        },
      ],
    };
  },
});
