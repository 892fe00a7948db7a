import {
  savedAt,
  valueAt,
  withSaved,
  withValueAt,
  type Contract,
  type Decision,
  type Fault,
  type FaultContext,
  type JsonValue,
  type Saved,
} from '@oidc-admin/mock';
import {
  asText,
  faultsIn,
  realisticFaults,
  savedBefore,
  savingOtherwise,
  sentBody,
  type FaultHooks,
  type FaultTable,
} from '@oidc-admin/mock/faults';

/** Every fault of this mock, for its option `faults`: those that any API can have, and what only this one can do wrong. */
export function wickrFaults(contract: Contract): readonly Fault[] {
  return [...realisticFaults(contract), ...faultsIn(ownFaults)];
}

const info = '/openidConnectInfo';

function changed(decision: Decision, pointer: string, value: JsonValue | undefined): Decision {
  const body = withValueAt(decision.body, pointer, value);
  return body === undefined ? decision : { ...decision, body };
}

/** Changes successes of one operation. */
function answering(
  operation: string,
  change: (decision: Decision, context: FaultContext) => Decision,
): FaultHooks {
  return {
    decide: (decision, context) =>
      context.operation.id === operation && decision.status === 200
        ? change(decision, context)
        : decision,
  };
}

/** Changes a value in what a read answers, where what it belongs to is there. */
function showing(
  below: string,
  name: string,
  value: (context: FaultContext) => JsonValue | undefined,
): FaultHooks {
  return answering('getOidcInfo', (decision, context) =>
    valueAt(decision.body, below) === undefined
      ? decision
      : changed(decision, `${below}/${name}`, value(context)),
  );
}

/** Saves something else than was sent. */
function saving(change: (saved: Saved, context: FaultContext) => Saved): FaultHooks {
  return answering('registerOidcConfig', (decision, context) =>
    savingOtherwise(decision, context, (saved) => change(saved, context)),
  );
}

const ownFaults: FaultTable = {
  errorPair: {
    'error-name-missing': [
      'Errors do not name themselves.',
      {
        decide: (decision) => ({
          ...decision,
          headers: decision.headers.filter(([name]) => name.toLowerCase() !== 'x-amzn-errortype'),
        }),
      },
    ],
    'validation-as-400': [
      'A ValidationError is sent with status 400.',
      {
        decide: (decision) => (decision.status === 422 ? { ...decision, status: 400 } : decision),
      },
    ],
  },
  type: {
    'validation-without-field': [
      'A ValidationError does not name the property.',
      {
        decide: (decision) =>
          decision.status === 422 ? changed(decision, '/reasons', []) : decision,
      },
    ],
  },
  'wickr.oidcConfig.readUnchanged': {
    'test-saves': [
      'Trying a provider out saves its issuer and scopes.',
      answering('registerOidcConfigTest', (decision, context) => {
        const parent = context.request.path['networkId'] ?? '';
        const place = { resource: 'oidcConfig', parent, key: '' };
        const saved = savedAt(context.state, place);
        if (saved === undefined) return decision;
        const { issuer = null, scopes = null } = sentBody(context);
        return { ...decision, next: withSaved(decision.next, place, { ...saved, issuer, scopes }) };
      }),
    ],
  },
  'wickr.getOidcInfo.200.tokenInfo.presentWhen': {
    'token-info-always': [
      'tokenInfo is there although no token was asked for.',
      answering('getOidcInfo', (decision) =>
        valueAt(decision.body, '/tokenInfo') === undefined
          ? changed(decision, '/tokenInfo', { tokenType: 'Bearer' })
          : decision,
      ),
    ],
    'token-info-never': [
      'tokenInfo is never there.',
      answering('getOidcInfo', (decision) => changed(decision, '/tokenInfo', undefined)),
    ],
  },
  'wickr.getOidcInfo.200.tokenInfo.expiresIn.propertyValue': {
    'expires-in-negative': [
      'Tokens expire before they are issued.',
      showing('/tokenInfo', 'expiresIn', () => -60),
    ],
  },
  'wickr.getOidcInfo.200.tokenInfo.expiresIn.propertyType': {
    'expires-in-as-text': [
      'expiresIn is a text.',
      showing('/tokenInfo', 'expiresIn', () => '3600'),
    ],
  },
  'wickr.getOidcInfo.200.openidConnectInfo.applicationId.propertyValue': {
    'application-id-zero': [
      'applicationId begins with 0.',
      showing(info, 'applicationId', () => 0),
    ],
    'application-id-eleven': [
      'applicationId goes beyond 10.',
      showing(info, 'applicationId', () => 11),
    ],
  },
  'wickr.oidcConfig.noOtherSecrets': {
    'secret-in-redirect-url': [
      'redirectUrl holds the client secret.',
      answering('getOidcInfo', (decision, context) => {
        const secret = savedBefore(context)?.['secret'];
        const url = `https://app.wickr.com/callback?secret=${asText(secret)}`;
        return secret === undefined ? decision : changed(decision, `${info}/redirectUrl`, url);
      }),
    ],
    'code-in-answer': [
      'The response repeats the authorization code.',
      showing('/tokenInfo', 'codeChallenge', ({ request }) => request.query['code'] ?? ''),
    ],
  },
  'wickr.oidcConfig.kept': {
    'issuer-gets-slash': [
      'A slash is added to the issuer.',
      saving((saved) => ({ ...saved, issuer: `${asText(saved['issuer']).replace(/\/$/, '')}/` })),
    ],
    'scopes-sorted': [
      'Scopes are kept in alphabetical order.',
      saving((saved) => ({
        ...saved,
        scopes: asText(saved['scopes']).split(' ').toSorted().join(' '),
      })),
    ],
    'minutes-lost': [
      'ssoTokenBufferMinutes is always 5.',
      saving((saved) =>
        'ssoTokenBufferMinutes' in saved ? { ...saved, ssoTokenBufferMinutes: 5 } : saved,
      ),
    ],
  },
  'wickr.oidcConfig.replaced': {
    'parameters-kept': [
      'extraAuthParams stays when it is left out.',
      saving((saved, context) => {
        const before = savedBefore(context)?.['extraAuthParams'];
        return before === undefined || 'extraAuthParams' in sentBody(context)
          ? saved
          : { ...saved, extraAuthParams: before };
      }),
    ],
    'client-of-before-kept': [
      'clientId and clientSecret of the save before stay when userId and secret are left out.',
      saving((saved, context) => {
        const { clientId, clientSecret } = savedBefore(context) ?? {};
        return {
          ...(clientId === undefined ? {} : { clientId }),
          ...(clientSecret === undefined ? {} : { clientSecret }),
          ...saved,
        };
      }),
    ],
  },
  'wickr.oidcConfig.absent': {
    'empty-config-before-save': [
      'A network without configuration answers an object with nothing in it.',
      {
        decide: (decision, { operation }) =>
          operation.id === 'getOidcInfo' && decision.status === 404 && decision.broken.length === 0
            ? {
                ...decision,
                status: 200,
                headers: [['content-type', 'application/json']],
                body: { openidConnectInfo: {} },
              }
            : decision,
      },
    ],
  },
  'wickr.registerOidcConfig.path.networkId.existence': {
    'network-created': [
      'A save on an unknown network answers success.',
      {
        decide: (decision, context) =>
          context.operation.id === 'registerOidcConfig' && decision.broken[0]?.kind === 'existence'
            ? context.pretend()
            : decision,
      },
    ],
  },
};
