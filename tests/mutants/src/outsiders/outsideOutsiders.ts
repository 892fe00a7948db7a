import { childrenOf, isObject, type Decision, type FaultContext } from '@oidc-admin/mock';
import { outsidersIn, type Outsider } from './outsider.ts';

function isLast({ next }: Decision, { state }: FaultContext, resource: string): boolean {
  return childrenOf(state, resource, '').size > 0 && childrenOf(next, resource, '').size === 0;
}

/** Servers whose fault is seen at the start, in the sign-in or in the clean-up only. */
export const outsideOutsiders: readonly Outsider[] = [
  ...outsidersIn('pvwa', 'outsideChecks', {
    listProviders: [
      {
        name: 'null-where-empty',
        says: 'A list without a provider is null instead of an empty array.',
        authority: 'documented',
        fact: 'pvwa.md, The rest of the family: list answers {"Providers": [provider, ...]}',
        breaks: ['listProviders.200.Providers.propertyType', 'provider.listed'],
        hooks: {
          decide: (decision) => {
            const all = isObject(decision.body) ? decision.body['Providers'] : undefined;
            return Array.isArray(all) && all.length === 0
              ? { ...decision, body: { Providers: null } }
              : decision;
          },
        },
      },
    ],
    listAuthenticationMethods: [
      {
        name: 'nothing-where-empty',
        says: 'A list without a method has no property Methods at all (omitempty).',
        authority: 'documented',
        fact: 'pvwa.md, Authentication methods: list answers {"Methods": [method, ...]}',
        breaks: [
          'listAuthenticationMethods.200.Methods.propertyPresent',
          'authenticationMethod.listed',
        ],
        hooks: {
          decide: (decision) => {
            const all = isObject(decision.body) ? decision.body['Methods'] : undefined;
            return Array.isArray(all) && all.length === 0 ? { ...decision, body: {} } : decision;
          },
        },
      },
    ],
    deleteProvider: [
      {
        name: 'last-is-not-found',
        says: 'A delete of the last provider deletes it and answers 404, as the table is empty afterwards.',
        authority: 'documented',
        fact: 'pvwa.md, The rest of the family: delete answers 204',
        breaks: ['deleteProvider.204.status'],
        hooks: {
          decide: (decision, context) =>
            isLast(decision, context, 'provider')
              ? { ...context.refuse(404, 'There is nothing.'), next: decision.next }
              : decision,
        },
      },
    ],
    deleteAuthenticationMethod: [
      {
        name: 'last-answers-200',
        says: 'A delete of the last method is answered with 200 and an empty list.',
        authority: 'documented',
        fact: 'pvwa.md, Authentication methods: delete answers 204',
        breaks: ['deleteAuthenticationMethod.204.status'],
        hooks: {
          decide: (decision, context) =>
            isLast(decision, context, 'authenticationMethod')
              ? {
                  ...decision,
                  status: 200,
                  headers: [['content-type', 'application/json']],
                  body: { Methods: [] },
                }
              : decision,
        },
      },
    ],
    logon: [
      {
        name: 'token-as-plain-text',
        says: 'The token of a log-on comes as text/plain.',
        authority: 'documented',
        fact: 'pvwa.md, Session: the token as a JSON string',
        breaks: ['logon.200.contentType'],
        hooks: {
          decide: (decision) =>
            decision.status === 200
              ? { ...decision, headers: [['content-type', 'text/plain']] }
              : decision,
        },
      },
    ],
    logoff: [
      {
        name: 'answers-204',
        says: 'A log-off is answered with 204.',
        authority: 'documented',
        fact: 'pvwa.md, Session: log off answers 200',
        breaks: ['logoff.200.status'],
        hooks: {
          decide: (decision) =>
            decision.status === 200
              ? { ...decision, status: 204, headers: [], body: undefined }
              : decision,
        },
      },
    ],
  }),
  ...outsidersIn('wickr', 'outsideChecks', {
    getOidcInfo: [
      {
        name: 'null-before-save',
        says: 'Before the first save, openidConnectInfo is null.',
        authority: 'documented',
        fact: 'wickr.md, GetOidcInfo: openidConnectInfo is an object; readings: before the first save',
        breaks: ['oidcConfig.absent', 'getOidcInfo.200.openidConnectInfo.propertyType'],
        hooks: {
          decide: (decision, { request, deployment }) =>
            decision.status === 404 &&
            (deployment.parents['networkId'] ?? []).includes(request.path['networkId'] ?? '')
              ? {
                  status: 200,
                  headers: [['content-type', 'application/json']],
                  body: { openidConnectInfo: null },
                  next: decision.next,
                  broken: [],
                }
              : decision,
        },
      },
    ],
  }),
];
