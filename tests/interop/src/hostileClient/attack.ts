/** One request of a hostile caller, before it is signed in and turned into bytes. */
export interface Attack {
  /** What is wrong with it. */
  readonly kind: string;
  readonly method: string;
  readonly target: string;
  /** Sent as they are, after the credentials. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** Whether it has right credentials. */
  readonly signedIn: boolean;
  /** Instead of all of the above: exactly these bytes. */
  readonly raw?: Buffer;
  /** How many responses have to come; undefined where the bytes may as well be no request, or only a part of one. */
  readonly answers: number | undefined;
}

/** What an attack needs to know of an API. */
export interface AttackedApi {
  readonly api: 'pvwa' | 'wickr';
  /** Paths that exist, and methods of them. */
  readonly operations: readonly (readonly [method: string, path: string])[];
  /** Names of members of bodies. */
  readonly members: readonly string[];
}

export const attackedApis: Readonly<Record<AttackedApi['api'], AttackedApi>> = {
  pvwa: {
    api: 'pvwa',
    operations: [
      ['GET', '/PasswordVault/api/Configuration/OIDC/Providers'],
      ['POST', '/PasswordVault/api/Configuration/OIDC/Providers'],
      ['GET', '/PasswordVault/api/Configuration/OIDC/Providers/corp/'],
      ['PUT', '/PasswordVault/api/Configuration/OIDC/Providers/corp/'],
      ['DELETE', '/PasswordVault/api/Configuration/OIDC/Providers/corp/'],
      ['POST', '/PasswordVault/api/Configuration/AuthenticationMethods'],
      ['PUT', '/PasswordVault/api/Configuration/AuthenticationMethods/corp/'],
      ['POST', '/PasswordVault/api/Auth/CyberArk/Logon'],
    ],
    members: [
      'id',
      'clientId',
      'clientSecret',
      'clientSecretMethod',
      'discoveryEndpointUrl',
      'jwkSet',
      'username',
      'password',
      'enabled',
    ],
  },
  wickr: {
    api: 'wickr',
    operations: [
      ['GET', '/networks/12345678/oidc'],
      ['POST', '/networks/12345678/oidc/save'],
      ['POST', '/networks/12345678/oidc/test'],
      ['GET', '/networks/12345678/oidc?code=c&grantType=g'],
    ],
    members: ['companyId', 'issuer', 'scopes', 'secret', 'ssoTokenBufferMinutes', 'userId'],
  },
};
