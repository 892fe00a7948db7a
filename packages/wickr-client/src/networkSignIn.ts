import type { ServiceTest, SignInSource, SignInValues } from '@oidc-admin/client';

type Properties = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The first of some properties that is a text with something in it. */
function textAt(properties: Properties, ...names: readonly string[]): string | undefined {
  return names
    .map((name) => properties[name])
    .find((value): value is string => typeof value === 'string' && value !== '');
}

function valuesOf(properties: Properties): SignInValues {
  const { openidConnectInfo: inside } = properties;
  const own = isObject(inside) ? inside : properties;
  return {
    address: textAt(own, 'issuer'),
    addressForm: 'issuer',
    clientId: textAt(own, 'clientId', 'userId'),
    clientSecret: textAt(own, 'secret', 'clientSecret'),
    scopes: textAt(own, 'scopes'),
    extraParameters: textAt(own, 'extraAuthParams'),
    // Without one, the e-mail address is the name: WICKR-SAVE-CUSTOMUSERNAME.
    userNameClaim: textAt(own, 'customUsername') ?? 'email',
    certificate: textAt(own, 'caCertificate', 'certificate'),
    // The service makes it: WICKR-WILD-REDIRECTURL.
    redirectUri: textAt(own, 'redirectUrl'),
  };
}

async function tried(attempt: () => Promise<unknown>): Promise<ServiceTest> {
  const { DocumentedError } = await import('@oidc-admin/client');
  try {
    const found = await attempt();
    const issuer = isObject(found) ? textAt(found, 'issuer') : undefined;
    return { reached: true, said: issuer === undefined ? 'no issuer' : `issuer ${issuer}` };
  } catch (error) {
    // A refusal of the values is an answer; one of the caller is none.
    if (error instanceof DocumentedError && (error.status === 400 || error.status === 422))
      return { reached: false, said: error.message };
    throw error;
  }
}

/** How a Wickr network keeps the sign-in by a provider. */
export const networkSignIn: SignInSource = {
  flag: 'network',
  description: 'the id of a Wickr network that has single sign-on',
  resource: 'oidcConfig',
  addressForm: 'issuer',
  valuesOf,
  read: async (connection, networkId, _environment, options) => {
    const found = await connection.call('getOidcInfo', { networkId }, options);
    return valuesOf(isObject(found) ? found : {});
  },
  test: (connection, networkId, values, options) =>
    tried(() =>
      connection.call(
        'registerOidcConfigTest',
        {
          networkId,
          issuer: values.address ?? '',
          scopes: values.scopes ?? '',
          ...(values.extraParameters === undefined
            ? {}
            : { extraAuthParams: values.extraParameters }),
          ...(values.certificate === undefined ? {} : { certificate: values.certificate }),
        },
        options,
      ),
    ),
};
