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
export { createPvwaClient } from './createPvwaClient.ts';
export type { PvwaClient, PvwaClientOptions } from './createPvwaClient.ts';
export { errors } from './errors.ts';
export type { PvwaDocumentedError, PvwaError } from './errors.ts';
export type * from './generated/inputs.ts';
export type * from './generated/types.ts';
export type { ProviderChanges, SecretDecision } from './modifyProvider.ts';
export { RadiusChallengeError } from './radiusChallenge.ts';
export type { RadiusChallenge } from './radiusChallenge.ts';
