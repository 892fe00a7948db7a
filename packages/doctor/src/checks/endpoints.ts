import { mistakeInAddress } from '../address.ts';
import { documentOf, noDocument, publishedText, publishedTexts } from '../evidence.ts';
import { defineCheck } from '../signInCheck.ts';
import { shown } from '../signInFinding.ts';

const needed = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;

/** Whether the document has what the authorization code flow needs. */
export const endpoints = defineCheck({
  symptom: 'Sign-in stops at once, or after the provider sent the user back',
  looksAt:
    'whether the document names an authorization endpoint, a token endpoint, keys, and the response type "code"',
  problems: { endpointMissing: 'error', codeNotOffered: 'error' },
  judge: (evidence) => {
    const document = documentOf(evidence);
    if (document === undefined) return { unchecked: noDocument };
    const missing = needed.filter(
      (name) => mistakeInAddress(publishedText(document[name]) ?? '') !== undefined,
    );
    const types = publishedTexts(document.response_types_supported);
    const problems = [
      ...missing.map((name) => ({
        code: 'endpointMissing' as const,
        what: `The document names no ${name}, or one that is no URL of the web.`,
        where: 'the discovery document',
        action: 'Look whether the address is that of an OpenID provider, and of the right one.',
      })),
      ...(types === undefined || types.includes('code')
        ? []
        : [
            {
              code: 'codeNotOffered' as const,
              what: 'The provider does not offer the authorization code flow.',
              where: 'response_types_supported in the discovery document',
              given: 'code',
              found: shown(types.join(', ')),
              action: 'Switch the code flow on at the provider.',
            },
          ]),
    ];
    return problems.length === 0
      ? { passed: 'The document has what the authorization code flow needs.' }
      : { problems };
  },
});
