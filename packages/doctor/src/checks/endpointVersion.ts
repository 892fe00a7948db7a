import { documentOf, noDocument, publishedText } from '../evidence.ts';
import { defineCheck } from '../signInCheck.ts';
import { shown } from '../signInFinding.ts';

/** A part of a path that is nothing but a version: v2.0. */
function versionOf(url: unknown): string | undefined {
  return typeof url === 'string' ? /\/(v\d+(?:\.\d+)*)(?=\/|$|\?)/i.exec(url)?.[1] : undefined;
}

/** Whether the document is that of the version whose tokens will come. */
export const endpointVersion = defineCheck({
  symptom: 'The document and the token name different issuers',
  looksAt:
    'whether the address, the issuer and the endpoints are of the same version, where the issuer or the address has one',
  problems: { endpointVersion: 'warning' },
  judge: (evidence) => {
    const document = documentOf(evidence);
    if (document === undefined) return { unchecked: noDocument };
    const own = versionOf(document.issuer);
    const { issuer, values } = evidence;
    // Where the issuer itself was typed, another version in it is another issuer, which has a check of its own.
    const typed = values.addressForm === 'issuer' ? [] : [['the address that was given', issuer]];
    // Many providers have a version in their endpoints alone, which says nothing of the issuer.
    const endpoints = own === undefined ? [] : ['authorization_endpoint', 'token_endpoint'];
    const places = [
      ...typed,
      ...endpoints.map((name) => [name, publishedText(document[name]) ?? document.issuer]),
    ];
    const other = places.find(([, url]) => versionOf(url) !== own);
    if (other === undefined)
      return { passed: `The issuer and its endpoints are of one version${own ? `, ${own}` : ''}.` };
    const [place = '', url = ''] = other;
    return {
      problems: [
        {
          code: 'endpointVersion',
          what: `The issuer has ${own ? `the version ${own}` : 'no version'}, and ${place} has ${versionOf(url) ?? 'none'}: tokens may name another issuer.`,
          where: 'issuer in the discovery document',
          given: shown(url),
          found: shown(document.issuer),
          action:
            'Take the address of the version for which the application is registered, and compare the issuer of a real token (--sign-in).',
        },
      ],
    };
  },
});
