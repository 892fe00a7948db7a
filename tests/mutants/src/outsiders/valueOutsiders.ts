import { isObject } from '@oidc-admin/mock';
import { savedBefore, sentBody } from '@oidc-admin/mock/faults';
import { keeping, keepingText, refusingRight, withoutNamed } from './handlerHooks.ts';
import { outsidersIn, type Outsider } from './outsider.ts';

const read = 'pvwa.md, The rest of the family: a read answers a provider with the members above';
const readMethod = 'pvwa.md, Authentication methods: a read answers the method';
const kept = 'wickr.md, readings: GetOidcInfo after a save answers the members exactly as sent';
const provider = ['provider.kept'];
const method = ['authenticationMethod.kept'];
const config = ['oidcConfig.kept'];

/** Servers that give values back otherwise than they were sent. */
export const valueOutsiders: readonly Outsider[] = [
  ...outsidersIn('pvwa', 'values', {
    addProvider: [
      {
        name: 'leading-zeros-lost',
        says: 'A client id of digits only is kept as a number, so that 0012 comes back as 12.',
        authority: 'documented',
        fact: read,
        breaks: provider,
        hooks: keepingText('clientId', (text) => (/^0\d+$/.test(text) ? String(+text) : text)),
      },
      {
        name: 'url-cut-at-1024',
        says: 'The column of the discovery URL has 1,024 characters; what is longer is cut.',
        authority: 'documented',
        fact: `${read}; no limit is documented for discoveryEndpointUrl`,
        breaks: provider,
        hooks: keepingText('discoveryEndpointUrl', (text) => text.slice(0, 1024)),
      },
      {
        name: 'keys-cut-at-4000',
        says: 'The column of jwkSet has 4,000 characters; what is longer is cut.',
        authority: 'documented',
        fact: `${read}; no limit is documented for jwkSet`,
        breaks: provider,
        hooks: keepingText('jwkSet', (text) => text.slice(0, 4000)),
      },
    ],
    updateProvider: [
      {
        name: 'yaml-booleans',
        says: 'A description is written into YAML without quotes, so that no and off come back as false, yes and on as true.',
        authority: 'documented',
        fact: read,
        breaks: provider,
        hooks: keepingText('description', (text) =>
          /^(no|off|n)$/i.test(text) ? 'false' : /^(yes|on|y)$/i.test(text) ? 'true' : text,
        ),
      },
      {
        name: 'long-digits-rounded',
        says: 'A client id of many digits is kept as a floating-point number and loses its last digits.',
        authority: 'documented',
        fact: read,
        breaks: provider,
        hooks: keepingText('clientId', (text) => (/^\d{16,}$/.test(text) ? String(+text) : text)),
      },
    ],
    addAuthenticationMethod: [
      {
        name: 'exponents-written-out',
        says: 'A display name such as 1e5 is taken for a number and comes back as 100000.',
        authority: 'documented',
        fact: readMethod,
        breaks: method,
        hooks: keepingText('displayName', (text) =>
          /^\d+(\.\d+)?e\d+$/i.test(text) ? String(+text) : text,
        ),
      },
      {
        name: 'false-not-kept',
        says: 'A method that is added as not enabled is kept without the property, as the code asks if (enabled).',
        authority: 'documented',
        fact: `${readMethod}; enabled is a boolean`,
        breaks: method,
        hooks: keeping((saved) =>
          saved['enabled'] === false ? withoutNamed(saved, 'enabled') : saved,
        ),
      },
    ],
    updateAuthenticationMethod: [
      {
        name: 'dates-become-times',
        says: 'A label that looks like a date comes back as a point in time.',
        authority: 'documented',
        fact: readMethod,
        breaks: method,
        hooks: keepingText('signInLabel', (text) =>
          /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00.000Z` : text,
        ),
      },
      {
        name: 'url-cut-at-255',
        says: 'The column of the log-off URL has 255 characters; what is longer is cut.',
        authority: 'documented',
        fact: `${readMethod}; logoffUrl has up to 2000 characters`,
        breaks: method,
        hooks: keepingText('logoffUrl', (text) => text.slice(0, 255)),
      },
      {
        name: 'empty-second-factor-ignored',
        says: 'An empty second factor does not switch it off, as the code asks secondFactorAuth || before.',
        authority: 'documented',
        fact: 'pvwa.md, Authentication methods: secondFactorAuth, empty switches it off',
        breaks: method,
        hooks: {
          request: (request, context) => {
            const sent = sentBody({ request });
            const before = savedBefore({ ...context, request })?.['secondFactorAuth'];
            return sent['secondFactorAuth'] === '' && before !== undefined
              ? { ...request, body: { kind: 'json', value: { ...sent, secondFactorAuth: before } } }
              : request;
          },
        },
      },
    ],
  }),
  ...outsidersIn('wickr', 'values', {
    registerOidcConfig: [
      {
        name: 'scopes-as-set',
        says: 'Scopes are kept as a sorted set, so that they come back in another order.',
        authority: 'reading',
        fact: kept,
        breaks: config,
        hooks: keepingText('scopes', (text) => [...new Set(text.split(' '))].toSorted().join(' ')),
      },
      {
        name: 'zero-minutes-lost',
        says: 'Zero minutes are kept as nothing, as the code asks minutes || null.',
        authority: 'reading',
        fact: kept,
        breaks: config,
        hooks: keeping((saved) =>
          saved['ssoTokenBufferMinutes'] === 0
            ? withoutNamed(saved, 'ssoTokenBufferMinutes')
            : saved,
        ),
      },
      {
        name: 'text-null-is-nothing',
        says: 'A claim that is called null is kept as nothing.',
        authority: 'reading',
        fact: kept,
        breaks: config,
        hooks: keepingText('customUsername', (text) => (text === 'null' ? undefined : text)),
      },
      {
        name: 'parameters-written-anew',
        says: 'Extra parameters are parsed and written again, so that %20 comes back as a plus sign.',
        authority: 'reading',
        fact: kept,
        breaks: config,
        hooks: keepingText('extraAuthParams', (text) => new URLSearchParams(text).toString()),
      },
      {
        name: 'long-text-refused',
        says: 'Extra parameters of more than 4,096 characters are refused, although no limit is documented.',
        authority: 'documented',
        fact: 'wickr.md, RegisterOidcConfig: extraAuthParams is a string without a limit',
        breaks: ['registerOidcConfig.full'],
        unseen:
          'A text without a documented limit is no promise to take any length: who refuses ten thousand characters is not accused, who cuts them is.',
        hooks: refusingRight(400, (context) => {
          const text = sentBody(context)['extraAuthParams'];
          return typeof text === 'string' && text.length > 4096;
        }),
      },
    ],
    getOidcInfo: [
      {
        name: 'issuer-slash-added',
        says: 'A read writes the issuer as a parsed URL, so that one without a path gets a slash at its end.',
        authority: 'reading',
        fact: kept,
        breaks: config,
        hooks: {
          decide: (decision) => {
            const info = isObject(decision.body) ? decision.body['openidConnectInfo'] : undefined;
            if (!isObject(decision.body) || !isObject(info)) return decision;
            const { issuer } = info;
            if (typeof issuer !== 'string' || !/^https:\/\/[^/?#]+$/.test(issuer)) return decision;
            const changed = { ...info, issuer: `${issuer}/` };
            return { ...decision, body: { ...decision.body, openidConnectInfo: changed } };
          },
        },
      },
    ],
  }),
];
