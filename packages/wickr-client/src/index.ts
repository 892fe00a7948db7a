export {
  AbortedError,
  ClientError,
  ConfigurationError,
  ConnectionError,
  DocumentedError,
  InputError,
  TimeoutError,
  UnexpectedResponseError,
} from '@oidc-admin/client';
export type {
  CallOptions,
  ClientOptions,
  Fetch,
  RequestEvent,
  RetryOptions,
  TraceContext,
  UnexpectedReason,
} from '@oidc-admin/client';
export { createWickrClient } from './createWickrClient.ts';
export type { WickrClient, WickrClientOptions } from './createWickrClient.ts';
export type { CredentialProvider } from './credentials.ts';
export type { EndpointOptions } from './endpoint.ts';
export { errors } from './errors.ts';
export type { OidcConfigChanges } from './modifyOidcConfig.ts';
export type { AwsCredentials } from './signer.ts';
export type { WickrDocumentedError, WickrError } from './errors.ts';
export type * from './generated/inputs.ts';
export type * from './generated/types.ts';
