import { defineCheck } from '../signInCheck.ts';
import { shown } from '../signInFinding.ts';

/** The redirect URI to register, to be copied. */
export const redirectUri = defineCheck({
  symptom: 'Redirect mismatch, and the two look the same; or http:// in it',
  looksAt:
    'the redirect URI to register at the provider, which compares it to the character, letter case and slashes too; whether it begins with https://',
  problems: { redirectPlain: 'warning' },
  judge: ({ values: { redirectUri: uri } }) => {
    if (uri === undefined) return { unchecked: 'the redirect URI is not known' };
    if (uri.startsWith('https:'))
      return {
        passed: 'Register this redirect URI at the provider, exactly as it is:',
        copy: shown(uri),
      };
    return {
      problems: [
        {
          code: 'redirectPlain',
          what: 'The redirect URI does not begin with https://.',
          where: 'the redirect URI',
          given: shown(uri),
          action: 'Tell the service its public address, if a proxy before it ends TLS.',
        },
      ],
    };
  },
});
