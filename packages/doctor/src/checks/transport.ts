import { documentOf } from '../evidence.ts';
import { defineCheck, type FoundProblem } from '../signInCheck.ts';
import { shown } from '../signInFinding.ts';

const endpoints = [
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
] as const;

/** Whether everything goes over TLS. */
export const transport = defineCheck({
  symptom: 'Redirects or endpoints with http:// although everybody uses https://',
  looksAt:
    'whether the address and the endpoints in the document begin with https://; a proxy that ends TLS may hide it from the provider',
  problems: { plainAddress: 'warning', plainEndpoint: 'warning' },
  judge: (evidence) => {
    const { issuer } = evidence;
    if (issuer === '') return { unchecked: 'there is no address to look at' };
    const problems: FoundProblem<'plainAddress' | 'plainEndpoint'>[] = [];
    if (/^http:/i.test(issuer)) {
      problems.push({
        code: 'plainAddress',
        what: 'The address begins with http://: anybody in between reads and changes what is sent.',
        where: 'the address that was given',
        given: shown(issuer),
        action: 'Use the https:// address of the provider.',
      });
    } else {
      const document: Readonly<Record<string, unknown>> = { ...documentOf(evidence) };
      for (const name of endpoints) {
        const url = document[name];
        if (typeof url !== 'string' || !/^http:/i.test(url)) continue;
        problems.push({
          code: 'plainEndpoint',
          what: `The document is read over https://, and its ${name} begins with http://.`,
          where: `${name} in the discovery document`,
          found: shown(url),
          action:
            'Tell the provider its public address, or have the proxy before it pass on that the request came over https (X-Forwarded-Proto).',
        });
      }
    }
    return problems.length === 0 ? { passed: 'Everything goes over https.' } : { problems };
  },
});
