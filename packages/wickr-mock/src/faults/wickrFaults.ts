import { at, isJsonObject, textOf, withSaved, withValueAt } from '@oidc-admin/mock';
import type { Decision, Fault, FaultContext, JsonValue } from '@oidc-admin/mock';

const config = '/openidConnectInfo';

const changed = (decision: Decision, pointer: string, value: JsonValue | undefined): Decision => {
  const body = withValueAt(decision.body, pointer, value);
  return body === undefined ? decision : { ...decision, body };
};

const onInfo = (
  change: (decision: Decision, context: FaultContext) => Decision,
): Partial<Fault> => ({
  operation: 'getOidcInfo',
  decide: (decision, context) => (decision.status === 200 ? change(decision, context) : decision),
});

const sent = ({ request }: FaultContext): { readonly [name: string]: JsonValue } =>
  request.body.kind === 'json' && isJsonObject(request.body.value) ? request.body.value : {};

const inSaved = (
  change: (saved: { readonly [name: string]: JsonValue }) => { readonly [name: string]: JsonValue },
): Partial<Fault> => ({
  operation: 'registerOidcConfig',
  decide: (decision, { request }) => {
    const place = { resource: 'oidcConfig', parent: request.path['networkId'] ?? '', key: '' };
    const saved = decision.next.resources.get('oidcConfig')?.get(place.parent)?.get('');
    if (decision.status !== 200 || saved === undefined) return decision;
    return { ...decision, next: withSaved(decision.next, place, change(saved)) };
  },
});

const make = (
  name: string,
  kind: Fault['class'],
  breaks: string,
  description: string,
  hooks: Partial<Fault>,
): Fault => ({
  name,
  class: kind,
  description,
  breaks: [breaks],
  ...hooks,
});

/** What only this API can do wrong. */
export const wickrFaults: readonly Fault[] = [
  make('error-name-missing', 'header', 'errorPair', 'Errors do not name themselves.', {
    decide: (decision) => ({
      ...decision,
      headers: decision.headers.filter(([name]) => name.toLowerCase() !== 'x-amzn-errortype'),
    }),
  }),
  make('validation-as-400', 'status', 'errorPair', 'A ValidationError is sent with status 400.', {
    decide: (decision) => (decision.status === 422 ? { ...decision, status: 400 } : decision),
  }),
  make(
    'validation-without-field',
    'body',
    'type',
    'A ValidationError does not name the property.',
    {
      decide: (decision) =>
        decision.status === 422 ? changed(decision, '/reasons', []) : decision,
    },
  ),
  make(
    'test-saves',
    'read',
    'wickr.oidcConfig.readUnchanged',
    'Trying a provider out saves its issuer and scopes.',
    {
      operation: 'registerOidcConfigTest',
      decide: (decision, context) => {
        const place = {
          resource: 'oidcConfig',
          parent: context.request.path['networkId'] ?? '',
          key: '',
        };
        const saved = context.state.resources.get('oidcConfig')?.get(place.parent)?.get('');
        if (decision.status !== 200 || saved === undefined) return decision;
        const { issuer = null, scopes = null } = sent(context);
        return { ...decision, next: withSaved(decision.next, place, { ...saved, issuer, scopes }) };
      },
    },
  ),
  make(
    'token-info-always',
    'body',
    'wickr.getOidcInfo.200.tokenInfo.presentWhen',
    'tokenInfo is there although no token was asked for.',
    onInfo((decision) =>
      at(decision.body, '/tokenInfo') === undefined
        ? changed(decision, '/tokenInfo', { tokenType: 'Bearer' })
        : decision,
    ),
  ),
  make(
    'token-info-never',
    'body',
    'wickr.getOidcInfo.200.tokenInfo.presentWhen',
    'tokenInfo is never there.',
    onInfo((decision) => changed(decision, '/tokenInfo', undefined)),
  ),
  make(
    'expires-in-negative',
    'body',
    'wickr.getOidcInfo.200.tokenInfo.expiresIn.propertyValue',
    'Tokens expire before they are issued.',
    onInfo((decision) =>
      at(decision.body, '/tokenInfo') === undefined
        ? decision
        : changed(decision, '/tokenInfo/expiresIn', -60),
    ),
  ),
  make(
    'expires-in-as-text',
    'type',
    'wickr.getOidcInfo.200.tokenInfo.expiresIn.propertyType',
    'expiresIn is a text.',
    onInfo((decision) =>
      at(decision.body, '/tokenInfo') === undefined
        ? decision
        : changed(decision, '/tokenInfo/expiresIn', '3600'),
    ),
  ),
  make(
    'application-id-zero',
    'limit',
    'wickr.getOidcInfo.200.openidConnectInfo.applicationId.propertyValue',
    'applicationId begins with 0.',
    onInfo((decision) =>
      at(decision.body, config) === undefined
        ? decision
        : changed(decision, `${config}/applicationId`, 0),
    ),
  ),
  make(
    'application-id-eleven',
    'limit',
    'wickr.getOidcInfo.200.openidConnectInfo.applicationId.propertyValue',
    'applicationId goes beyond 10.',
    onInfo((decision) =>
      at(decision.body, config) === undefined
        ? decision
        : changed(decision, `${config}/applicationId`, 11),
    ),
  ),
  make(
    'secret-in-redirect-url',
    'secret',
    'wickr.oidcConfig.noOtherSecrets',
    'redirectUrl holds the client secret.',
    {
      operation: 'getOidcInfo',
      decide: (decision, { state, request }) => {
        const secret = state.resources
          .get('oidcConfig')
          ?.get(request.path['networkId'] ?? '')
          ?.get('')?.['secret'];
        return typeof secret === 'string' && decision.status === 200
          ? changed(
              decision,
              `${config}/redirectUrl`,
              `https://app.wickr.com/callback?secret=${secret}`,
            )
          : decision;
      },
    },
  ),
  make(
    'code-in-answer',
    'secret',
    'wickr.oidcConfig.noOtherSecrets',
    'The response repeats the authorization code.',
    onInfo((decision, { request }) =>
      at(decision.body, '/tokenInfo') === undefined
        ? decision
        : changed(decision, '/tokenInfo/codeChallenge', request.query['code'] ?? ''),
    ),
  ),
  make(
    'issuer-gets-slash',
    'replace',
    'wickr.oidcConfig.kept',
    'A slash is added to the issuer.',
    inSaved((saved) => ({
      ...saved,
      issuer: `${textOf(saved['issuer']).replace(/\/$/, '')}/`,
    })),
  ),
  make(
    'scopes-sorted',
    'replace',
    'wickr.oidcConfig.kept',
    'Scopes are kept in alphabetical order.',
    inSaved((saved) => ({
      ...saved,
      scopes: textOf(saved['scopes']).split(' ').toSorted().join(' '),
    })),
  ),
  make(
    'minutes-lost',
    'replace',
    'wickr.oidcConfig.kept',
    'ssoTokenBufferMinutes is always 5.',
    inSaved((saved) =>
      'ssoTokenBufferMinutes' in saved ? { ...saved, ssoTokenBufferMinutes: 5 } : saved,
    ),
  ),
  make(
    'parameters-kept',
    'replace',
    'wickr.oidcConfig.replaced',
    'extraAuthParams stays when it is left out.',
    {
      operation: 'registerOidcConfig',
      decide: (decision, context) => {
        const place = {
          resource: 'oidcConfig',
          parent: context.request.path['networkId'] ?? '',
          key: '',
        };
        const before = context.state.resources.get('oidcConfig')?.get(place.parent)?.get('')?.[
          'extraAuthParams'
        ];
        const saved = decision.next.resources.get('oidcConfig')?.get(place.parent)?.get('');
        if (
          decision.status !== 200 ||
          before === undefined ||
          saved === undefined ||
          'extraAuthParams' in sent(context)
        )
          return decision;
        return {
          ...decision,
          next: withSaved(decision.next, place, { ...saved, extraAuthParams: before }),
        };
      },
    },
  ),
  make(
    'empty-config-before-save',
    'read',
    'wickr.oidcConfig.absent',
    'A network without configuration answers an empty one.',
    {
      operation: 'getOidcInfo',
      decide: (decision) =>
        decision.status === 404 && decision.broken.length === 0
          ? {
              ...decision,
              status: 200,
              headers: [['content-type', 'application/json']],
              body: { openidConnectInfo: {} },
            }
          : decision,
    },
  ),
  make(
    'network-created',
    'create',
    'wickr.registerOidcConfig.path.networkId.existence',
    'A save on an unknown network answers success.',
    {
      operation: 'registerOidcConfig',
      decide: (decision, context) =>
        decision.broken[0]?.kind === 'existence' ? context.pretend() : decision,
    },
  ),
];
