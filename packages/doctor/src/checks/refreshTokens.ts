import { documentOf, noDocument, publishedTexts } from '../evidence.ts';
import { defineCheck } from '../signInCheck.ts';
import { shown } from '../signInFinding.ts';

/** Whether users stay signed in. */
export const refreshTokens = defineCheck({
  symptom: 'Users are signed out again and again',
  looksAt:
    'whether there will be refresh tokens: the scope offline_access, where the provider has it, and the grant refresh_token',
  problems: { offlineAccessMissing: 'warning', refreshGrantMissing: 'warning' },
  judge: (evidence) => {
    const { scopes } = evidence.values;
    if (scopes === undefined) return { unchecked: 'the scopes were not given' };
    const document = documentOf(evidence);
    if (document === undefined) return { unchecked: noDocument };
    const advice =
      'Where the service refreshes tokens some minutes before they end, look at that number too.';
    const grants = publishedTexts(document.grant_types_supported);
    if (grants !== undefined && !grants.includes('refresh_token'))
      return {
        problems: [
          {
            code: 'refreshGrantMissing',
            what: 'The provider does not announce the grant refresh_token: users sign in again when a token ends.',
            where: 'grant_types_supported in the discovery document',
            given: 'refresh_token',
            found: shown(grants.join(', ')),
            action: `Switch the grant on for the application at the provider. ${advice}`,
          },
        ],
      };
    const hasScope = publishedTexts(document.scopes_supported)?.includes('offline_access') ?? false;
    if (hasScope && !scopes.split(' ').includes('offline_access'))
      return {
        problems: [
          {
            code: 'offlineAccessMissing',
            what: 'The scope offline_access is not asked for, and many providers give no refresh token without it.',
            where: 'the scopes',
            given: shown(scopes),
            action: `Add offline_access. ${advice}`,
          },
        ],
      };
    return { passed: 'Nothing speaks against refresh tokens.' };
  },
});
