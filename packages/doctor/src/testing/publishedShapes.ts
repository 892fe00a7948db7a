import type { SignInValues } from '@oidc-admin/client';
import { wellKnown } from '../address.ts';

/** A discovery document as a known product publishes it, its hosts invented, and values that are right for it. */
export interface PublishedShape {
  readonly document: Readonly<Record<string, unknown>> & { readonly issuer: string };
  readonly keys: readonly Readonly<Record<string, unknown>>[];
  readonly values: SignInValues;
  /** Where the document is, if not behind the issuer. */
  readonly at?: string;
}

const n =
  'sXchDaQebHnPiGvyDOAT4saGEUetSyo9MKLOoWFsueri23bOdgWp4Dy1WlUzewbgBHod5pcM9H95GQRV3JDXboIRROSBigeC5yjU1hGzHHyXss8UDprecbAYxknTcQkhslANGRUZmdTOQ5qTRsLAt6BTYuyvVRdhS8exSZEy_c4gs_7svlJJQ4H9_NxsiIoLwAEk7-Q3UXERGYw_75IDrGA84-lA_-Ct4eTlXHBIY2EaV7t7LjJaynVJCpkv4LKjTTAumiGUIuQhrNhZLuF_RJLqHpM2kgWFLU7-VTdL1VbC2tejvcI2BlMkEpk1BzBZI0KQB0GaDWFLN-aEAw3vRw';
const rsa = { kty: 'RSA', use: 'sig', n, e: 'AQAB' };
/** A key with its certificate, as many publish it; nobody here reads the certificate. */
const withCertificate = { ...rsa, kid: 'a', x5t: 'a', x5c: ['MIIDBTCCAe2gAwIBAgIQ'] };
const ec = {
  kty: 'EC',
  crv: 'P-256',
  x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
  y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
};
const okp = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
const both = ['client_secret_post', 'client_secret_basic'];

/** Entra ID, endpoints of version 1: the issuer is on another host than the document, which lacks many properties. */
const entraFirst: PublishedShape = {
  at: 'https://login.entra.example/6babcaad/.well-known/openid-configuration',
  document: {
    token_endpoint: 'https://login.entra.example/6babcaad/oauth2/token',
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
    jwks_uri: 'https://login.entra.example/common/discovery/keys',
    response_modes_supported: ['query', 'fragment', 'form_post'],
    ['subject_types_supported']: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'token'],
    scopes_supported: ['openid'],
    issuer: 'https://sts.entra.example/6babcaad/',
    microsoft_multi_refresh_token: true,
    authorization_endpoint: 'https://login.entra.example/6babcaad/oauth2/authorize',
    device_authorization_endpoint: 'https://login.entra.example/6babcaad/oauth2/devicecode',
    check_session_iframe: 'https://login.entra.example/6babcaad/oauth2/checksession',
    end_session_endpoint: 'https://login.entra.example/6babcaad/oauth2/logout',
    claims_supported: [
      'sub',
      'iss',
      'cloud_instance_name',
      'msgraph_host',
      'aud',
      'exp',
      'iat',
      'auth_time',
      'acr',
      'amr',
      'nonce',
      'email',
      'given_name',
      'family_name',
      'nickname',
    ],
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    userinfo_endpoint: 'https://login.entra.example/6babcaad/openid/userinfo',
    msgraph_host: 'graph.entra.example',
    tenant_region_scope: 'EU',
    cloud_instance_name: 'entra.example',
    rbac_url: 'https://pas.entra.example',
  },
  keys: [withCertificate, { ...withCertificate, kid: 'b' }],
  values: {
    addressForm: 'document',
    clientSecretMethod: 'post',
    userNameClaim: 'email',
    clientId: '0b1c7f0e-1a2b-4c3d-8e9f-00112233aabb',
  },
};

/** Entra ID, endpoints of version 2. */
const entraSecond: PublishedShape = {
  document: {
    ...entraFirst.document,
    token_endpoint: 'https://login.entra.example/6babcaad/oauth2/v2.0/token',
    token_endpoint_auth_methods_supported: [...both, 'private_key_jwt'],
    jwks_uri: 'https://login.entra.example/6babcaad/discovery/v2.0/keys',
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: 'https://login.entra.example/6babcaad/v2.0',
    request_uri_parameter_supported: false,
    userinfo_endpoint: 'https://graph.entra.example/oidc/userinfo',
    authorization_endpoint: 'https://login.entra.example/6babcaad/oauth2/v2.0/authorize',
    claims_supported: ['sub', 'iss', 'nonce', 'preferred_username', 'name', 'tid', 'email'],
  },
  keys: entraFirst.keys,
  values: {
    addressForm: 'issuer',
    scopes: 'openid profile email offline_access',
    userNameClaim: 'email',
  },
};

const okta: PublishedShape = {
  document: {
    issuer: 'https://corp.okta.example/oauth2/default',
    authorization_endpoint: 'https://corp.okta.example/oauth2/default/v1/authorize',
    token_endpoint: 'https://corp.okta.example/oauth2/default/v1/token',
    userinfo_endpoint: 'https://corp.okta.example/oauth2/default/v1/userinfo',
    registration_endpoint: 'https://corp.okta.example/oauth2/v1/clients',
    jwks_uri: 'https://corp.okta.example/oauth2/default/v1/keys',
    response_types_supported: ['code', 'token', 'id_token', 'code id_token'],
    grant_types_supported: ['authorization_code', 'implicit', 'refresh_token', 'password'],
    ['subject_types_supported']: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'],
    token_endpoint_auth_methods_supported: [...both, 'client_secret_jwt', 'none'],
    claims_supported: ['iss', 'ver', 'sub', 'aud', 'name', 'email', 'preferred_username'],
    code_challenge_methods_supported: ['S256'],
    end_session_endpoint: 'https://corp.okta.example/oauth2/default/v1/logout',
    dpop_signing_alg_values_supported: ['RS256', 'ES256'],
  },
  keys: [{ ...rsa, alg: 'RS256', kid: 'okta' }],
  values: {
    addressForm: 'issuer',
    scopes: 'openid profile offline_access',
    userNameClaim: 'preferred_username',
    clientSecretMethod: 'basic',
  },
};

const keycloak: PublishedShape = {
  document: {
    issuer: 'https://keycloak.example/realms/corp',
    authorization_endpoint: 'https://keycloak.example/realms/corp/protocol/openid-connect/auth',
    token_endpoint: 'https://keycloak.example/realms/corp/protocol/openid-connect/token',
    jwks_uri: 'https://keycloak.example/realms/corp/protocol/openid-connect/certs',
    check_session_iframe: 'https://keycloak.example/realms/corp/login-status-iframe.html',
    frontchannel_logout_supported: true,
    grant_types_supported: ['authorization_code', 'implicit', 'refresh_token', 'urn:x:ciba'],
    response_types_supported: ['code', 'none', 'id_token', 'token', 'code token'],
    id_token_signing_alg_values_supported: ['PS384', 'ES384', 'RS384', 'HS256', 'RS256', 'EdDSA'],
    id_token_encryption_alg_values_supported: ['RSA-OAEP', 'RSA-OAEP-256', 'RSA1_5'],
    token_endpoint_auth_methods_supported: ['private_key_jwt', ...both, 'tls_client_auth'],
    claims_supported: ['aud', 'sub', 'iss', 'auth_time', 'name', 'preferred_username', 'email'],
    scopes_supported: ['openid', 'web-origins', 'offline_access', 'roles', 'profile', 'acr'],
    mtls_endpoint_aliases: { token_endpoint: 'https://keycloak.example/mtls/token' },
    authorization_response_iss_parameter_supported: true,
  },
  keys: [
    { ...withCertificate, use: 'enc', alg: 'RSA-OAEP', kid: 'enc' },
    { ...withCertificate, alg: 'RS256', kid: 'sig' },
    { ...okp, kid: 'ed', use: 'sig' },
  ],
  values: {
    addressForm: 'document',
    userNameClaim: 'preferred_username',
    clientSecretMethod: 'basic',
  },
};

const adfs: PublishedShape = {
  document: {
    issuer: 'https://adfs.corp.example/adfs',
    authorization_endpoint: 'https://adfs.corp.example/adfs/oauth2/authorize/',
    token_endpoint: 'https://adfs.corp.example/adfs/oauth2/token/',
    jwks_uri: 'https://adfs.corp.example/adfs/discovery/keys',
    token_endpoint_auth_methods_supported: [...both, 'windows_client_authentication'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    grant_types_supported: ['authorization_code', 'refresh_token', 'winhello_cert'],
    ['subject_types_supported']: ['pairwise'],
    scopes_supported: ['profile', 'logon_cert', 'openid', 'email', 'user_impersonation'],
    id_token_signing_alg_values_supported: ['RS256'],
    access_token_issuer: 'http://adfs.corp.example/adfs/services/trust',
    claims_supported: ['aud', 'iss', 'iat', 'exp', 'sub', 'upn', 'unique_name', 'sid'],
    microsoft_multi_refresh_token: true,
    as_access_token_token_binding_supported: true,
    op_id_token_token_binding_supported: true,
  },
  keys: [{ ...withCertificate, alg: 'RS256' }],
  values: { addressForm: 'document', userNameClaim: 'upn', clientSecretMethod: 'post' },
};

const google: PublishedShape = {
  document: {
    issuer: 'https://accounts.google.example',
    authorization_endpoint: 'https://accounts.google.example/o/oauth2/v2/auth',
    device_authorization_endpoint: 'https://oauth2.google.example/device/code',
    token_endpoint: 'https://oauth2.google.example/token',
    userinfo_endpoint: 'https://openidconnect.google.example/v1/userinfo',
    revocation_endpoint: 'https://oauth2.google.example/revoke',
    jwks_uri: 'https://www.google.example/oauth2/v3/certs',
    response_types_supported: ['code', 'token', 'id_token', 'code token', 'none'],
    ['subject_types_supported']: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'email', 'profile'],
    token_endpoint_auth_methods_supported: both,
    claims_supported: ['aud', 'email', 'email_verified', 'exp', 'iss', 'name', 'sub'],
    code_challenge_methods_supported: ['plain', 'S256'],
    grant_types_supported: ['authorization_code', 'refresh_token', 'urn:x:device_code'],
  },
  keys: [
    { ...rsa, alg: 'RS256', kid: 'one' },
    { ...rsa, alg: 'RS256', kid: 'two' },
  ],
  values: { addressForm: 'issuer', scopes: 'openid email profile', userNameClaim: 'email' },
};

const auth0: PublishedShape = {
  document: {
    issuer: 'https://corp.auth0.example/',
    authorization_endpoint: 'https://corp.auth0.example/authorize',
    token_endpoint: 'https://corp.auth0.example/oauth/token',
    userinfo_endpoint: 'https://corp.auth0.example/userinfo',
    mfa_challenge_endpoint: 'https://corp.auth0.example/mfa/challenge',
    jwks_uri: 'https://corp.auth0.example/.well-known/jwks.json',
    registration_endpoint: 'https://corp.auth0.example/oidc/register',
    scopes_supported: ['openid', 'profile', 'offline_access', 'name', 'nickname', 'email'],
    response_types_supported: ['code', 'token', 'id_token', 'code token', 'code id_token'],
    ['subject_types_supported']: ['public'],
    id_token_signing_alg_values_supported: ['HS256', 'RS256', 'PS256'],
    token_endpoint_auth_methods_supported: [...both, 'private_key_jwt'],
    claims_supported: ['aud', 'auth_time', 'email', 'iss', 'name', 'nickname', 'sub'],
    request_uri_parameter_supported: false,
    backchannel_logout_supported: true,
    end_session_endpoint: 'https://corp.auth0.example/oidc/logout',
  },
  keys: [
    { ...withCertificate, alg: 'RS256', kid: 'same' },
    { ...withCertificate, alg: 'PS256', kid: 'same' },
  ],
  values: {
    addressForm: 'issuer',
    scopes: 'openid profile email offline_access',
    userNameClaim: 'nickname',
    clientSecretMethod: 'post',
  },
};

const onelogin: PublishedShape = {
  document: {
    issuer: 'https://corp.onelogin.example/oidc/2',
    authorization_endpoint: 'https://corp.onelogin.example/oidc/2/auth',
    token_endpoint: 'https://corp.onelogin.example/oidc/2/token',
    userinfo_endpoint: 'https://corp.onelogin.example/oidc/2/me',
    jwks_uri: 'https://corp.onelogin.example/oidc/2/certs',
    acr_values_supported: ['onelogin:nist:level:1:re-auth'],
    claims_parameter_supported: true,
    claims_supported: ['sub', 'preferred_username', 'name', 'email', 'groups', 'iss'],
    grant_types_supported: ['authorization_code', 'implicit', 'refresh_token', 'password'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token token', 'id_token'],
    scopes_supported: ['openid', 'name', 'profile', 'groups', 'email', 'params', 'phone'],
    ['subject_types_supported']: ['public'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    end_session_endpoint: 'https://corp.onelogin.example/oidc/2/logout',
  },
  keys: [{ ...rsa, kid: 'one' }],
  values: {
    addressForm: 'issuer',
    scopes: 'openid profile',
    userNameClaim: 'preferred_username',
    clientSecretMethod: 'basic',
  },
};

const ping: PublishedShape = {
  document: {
    issuer: 'https://sso.ping.example:9031',
    authorization_endpoint: 'https://sso.ping.example:9031/as/authorization.oauth2',
    token_endpoint: 'https://sso.ping.example:9031/as/token.oauth2',
    revocation_endpoint: 'https://sso.ping.example:9031/as/revoke_token.oauth2',
    userinfo_endpoint: 'https://sso.ping.example:9031/idp/userinfo.openid',
    introspection_endpoint: 'https://sso.ping.example:9031/as/introspect.oauth2',
    jwks_uri: 'https://sso.ping.example:9031/pf/JWKS',
    ping_revoked_sris_endpoint: 'https://sso.ping.example:9031/pf-ws/rest/sessionMgmt/revokedSris',
    ping_end_session_endpoint: 'https://sso.ping.example:9031/idp/startSLO.ping',
    scopes_supported: ['address', 'phone', 'openid', 'profile', 'email', 'offline_access'],
    claims_supported: ['sub', 'name', 'preferred_username', 'email'],
    response_types_supported: ['code', 'token', 'id_token', 'code token'],
    response_modes_supported: ['fragment', 'query', 'form_post'],
    grant_types_supported: ['implicit', 'authorization_code', 'refresh_token', 'password'],
    ['subject_types_supported']: ['public', 'pairwise'],
    id_token_signing_alg_values_supported: ['none', 'HS256', 'RS256', 'RS384', 'ES256', 'PS256'],
    token_endpoint_auth_methods_supported: [...both, 'private_key_jwt', 'tls_client_auth'],
    claim_types_supported: ['normal'],
    claims_parameter_supported: false,
  },
  // Hundreds, of all kinds.
  keys: [
    ...Array.from({ length: 150 }, (_, index) => ({ ...rsa, kid: `r${index}` })),
    ...Array.from({ length: 150 }, (_, index) => ({ ...ec, use: 'sig', kid: `e${index}` })),
  ],
  values: {
    addressForm: 'issuer',
    scopes: 'openid profile offline_access',
    userNameClaim: 'preferred_username',
    clientSecretMethod: 'post',
  },
};

/** Where a document is. */
export function documentAddress({ document: { issuer }, at }: PublishedShape): string {
  return at ?? issuer.replace(/\/$/, '') + wellKnown;
}

/** The documents of products that people use most. */
export const publishedShapes: Readonly<Record<string, PublishedShape>> = {
  'Entra v1': entraFirst,
  'Entra v2': entraSecond,
  Okta: okta,
  Keycloak: keycloak,
  ADFS: adfs,
  Google: google,
  Auth0: auth0,
  OneLogin: onelogin,
  Ping: ping,
};
