import { isObject, type FaultContext } from '@oidc-admin/mock';
import { savingOtherwise, sentBody } from '@oidc-admin/mock/faults';
import { keeping, refusingRight, withoutNamed } from './handlerHooks.ts';
import { outsidersIn, type Outsider } from './outsider.ts';

const notRelevant = 'pvwa.md, Update: not relevant with a discoveryEndpointUrl';
const labels =
  'pvwa.md, Authentication methods: the labels are members of every method; they matter for CyberArk, RADIUS and LDAP only';
const optional = 'wickr.md, GetOidcInfo: query, all optional strings';

function has(context: FaultContext, ...names: readonly string[]): boolean {
  const sent = sentBody(context);
  return names.every((name) => sent[name] !== undefined && sent[name] !== null);
}

/** Servers that do not master one form of a request, or a property that has no meaning beside others. */
export const alternativeOutsiders: readonly Outsider[] = [
  ...outsidersIn('pvwa', 'alternatives', {
    addProvider: [
      {
        name: 'keys-beside-discovery-refused',
        says: 'A jwkSet beside a discovery URL is refused, as if the two excluded each other.',
        authority: 'documented',
        fact: notRelevant,
        breaks: ['addProvider.full', 'addProvider.discoveryEndpointUrl.alternative'],
        hooks: refusingRight(400, (context) => has(context, 'discoveryEndpointUrl', 'jwkSet')),
      },
      {
        name: 'description-lost-without-discovery',
        says: 'A provider that is described by hand loses its description, as only the other branch of the code sets it.',
        authority: 'documented',
        fact: 'pvwa.md, Update: description is optional in every form; readings: the three members are accepted',
        breaks: ['provider.kept'],
        hooks: keeping((saved) =>
          saved['discoveryEndpointUrl'] === undefined ? withoutNamed(saved, 'description') : saved,
        ),
      },
    ],
    updateProvider: [
      {
        name: 'issuer-beside-discovery-refused',
        says: 'An issuer beside a discovery URL is refused.',
        authority: 'documented',
        fact: notRelevant,
        breaks: ['updateProvider.full', 'updateProvider.discoveryEndpointUrl.alternative'],
        hooks: refusingRight(400, (context) => has(context, 'discoveryEndpointUrl', 'issuer')),
      },
      {
        name: 'discovery-lost-beside-endpoint',
        says: 'Where there is an authentication endpoint too, the discovery URL is dropped.',
        authority: 'documented',
        fact: `${notRelevant}; so the discovery URL counts`,
        breaks: ['provider.kept'],
        hooks: {
          decide: (decision, context) =>
            decision.status === 200 &&
            has(context, 'discoveryEndpointUrl', 'authenticationEndpointUrl')
              ? savingOtherwise(decision, context, (saved) =>
                  withoutNamed(saved, 'discoveryEndpointUrl'),
                )
              : decision,
        },
      },
    ],
    addAuthenticationMethod: [
      {
        name: 'label-without-factor-refused',
        says: 'A label of the user name is refused where there is no second factor that it could matter for.',
        authority: 'documented',
        fact: labels,
        breaks: ['addAuthenticationMethod.full'],
        hooks: refusingRight(
          400,
          (context) => has(context, 'usernameFieldLabel') && !has(context, 'secondFactorAuth'),
        ),
      },
    ],
    updateAuthenticationMethod: [
      {
        name: 'label-crashes-without-factor',
        says: 'A label of the password beside an empty second factor ends in 500.',
        authority: 'documented',
        fact: labels,
        breaks: ['updateAuthenticationMethod.200.status'],
        hooks: refusingRight(
          500,
          (context) =>
            has(context, 'passwordFieldLabel') && sentBody(context)['secondFactorAuth'] === '',
        ),
      },
    ],
  }),
  ...outsidersIn('wickr', 'alternatives', {
    getOidcInfo: [
      {
        name: 'redirect-without-code-refused',
        says: 'A redirectUri without a code is refused.',
        authority: 'documented',
        fact: optional,
        breaks: ['getOidcInfo.200.status'],
        hooks: refusingRight(
          400,
          ({ request: { query } }) => 'redirectUri' in query && !('code' in query),
        ),
      },
      {
        name: 'tokens-for-grant-type-alone',
        says: 'A grantType without a code is answered with tokenInfo.',
        authority: 'reading',
        fact: 'wickr.md, readings: tokenInfo if and only if code with grantType were sent',
        breaks: ['getOidcInfo.200.tokenInfo.presentWhen'],
        hooks: {
          decide: (decision, { request: { query } }) =>
            decision.status === 200 &&
            isObject(decision.body) &&
            'grantType' in query &&
            !('code' in query)
              ? {
                  ...decision,
                  body: { ...decision.body, tokenInfo: { tokenType: 'Bearer', expiresIn: 0 } },
                }
              : decision,
        },
      },
    ],
    registerOidcConfigTest: [
      {
        name: 'certificate-beside-parameters-refused',
        says: 'A certificate beside extra parameters is refused.',
        authority: 'documented',
        fact: 'wickr.md, RegisterOidcConfigTest: extraAuthParams and certificate are optional strings',
        breaks: ['registerOidcConfigTest.full'],
        hooks: refusingRight(422, (context) => has(context, 'certificate', 'extraAuthParams')),
      },
    ],
  }),
];
