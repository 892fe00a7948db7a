import { documentOf, publishedTexts } from '../evidence.ts';
import { defineCheck, type FoundProblem } from '../signInCheck.ts';
import { shown } from '../signInFinding.ts';

const methods = { basic: 'client_secret_basic', post: 'client_secret_post' } as const;
/**
 * Those that every encoder changes. RFC 6749, section 2.3.1, has both "encoded using the application/x-www-form-urlencoded encoding
 * algorithm" in the header. Some encoders leave ~ ! ' ( ) as they are, others do not, and a provider that decodes reads both alike;
 * secrets of well-known providers often hold a ~.
 */
const encoded = /[^A-Za-z0-9*._~!'()-]/;

/** Whether the client secret reaches the provider in a way that both understand. */
export const clientAuthentication = defineCheck({
  symptom: 'Invalid client with Basic only',
  looksAt:
    'whether the provider offers the method that was chosen, and with Basic whether client id and secret have characters that not everybody encodes: all but letters, digits and * . _ ~ ! ( ) - and the apostrophe',
  problems: { methodNotOffered: 'warning', charactersWithBasic: 'warning' },
  judge: (evidence) => {
    const { clientSecretMethod, clientId = '', clientSecret = '' } = evidence.values;
    if (clientSecretMethod === undefined)
      return { unchecked: 'it was not given how the client secret is sent' };
    const document = documentOf(evidence);
    // A document without the list means Basic (OpenID Connect Discovery 1.0, section 3).
    const offered =
      document &&
      (publishedTexts(document.token_endpoint_auth_methods_supported) ?? [methods.basic]);
    const problems: FoundProblem<'methodNotOffered' | 'charactersWithBasic'>[] = [];
    if (offered !== undefined && !offered.includes(methods[clientSecretMethod]))
      problems.push({
        code: 'methodNotOffered',
        what: 'The provider does not offer the chosen way to send the client secret.',
        where: 'token_endpoint_auth_methods_supported in the discovery document',
        given: methods[clientSecretMethod],
        found: shown(offered.join(', ')),
        action: 'Choose the other method, or switch this one on at the provider.',
      });
    const places = [
      ...(encoded.test(clientId) ? ['the client id'] : []),
      ...(encoded.test(clientSecret) ? ['the client secret'] : []),
    ];
    if (clientSecretMethod === 'basic' && places.length > 0)
      problems.push({
        code: 'charactersWithBasic',
        what: `With Basic, ${places.join(' and ')} must be form-encoded, and not every service and provider does that.`,
        where: places.join(' and '),
        action: 'Choose Post, or have a client secret made of letters and digits only.',
      });
    return problems.length === 0
      ? { passed: `The client secret is sent by ${methods[clientSecretMethod]}.` }
      : { problems };
  },
});
