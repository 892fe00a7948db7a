// For everybody who calls an API.
export type { Fetch } from './attempt.ts';
export { longestTimeoutMs } from './deadline.ts';
export { DocumentedError } from './documentedErrors.ts';
export {
  AbortedError,
  ClientError,
  ConfigurationError,
  ConnectionError,
  InputError,
  TimeoutError,
  UnexpectedResponseError,
} from './errors.ts';
export type { UndocumentedError, UnexpectedReason } from './errors.ts';
export type { ClientOptions } from './options.ts';
export { createRedactor, hasProperties } from './redactor.ts';
export type { Redactor } from './redactor.ts';
export { mask, printable, printableLines, standsForSecret } from './printable.ts';
export type { HttpExchange, ShownRequest } from './exchange.ts';
export type { RetryOptions } from './retry.ts';
export { serverDetails } from './serverDetails.ts';
export { spellingsOf } from './spellings.ts';
export type { TraceContext } from './traceContext.ts';
export type { RequestEvent } from './pipeline.ts';
export type { CallOptions, InputOf, Methods, OutputOf } from './types.ts';

// For those who build a client of an API, its command line or its tests.
export type {
  AccessTable,
  CommandOperation,
  CommandProperty,
  CommandResource,
  CommandTable,
  OperationTable,
  SensitiveMarks,
  TableOperation,
} from '@oidc-admin/contract';
export type { ReceivedResponse, Authentication, OutgoingRequest } from './authentication.ts';
export { checkedBaseUrl } from './baseUrl.ts';
export { changesOf, notHeld } from './changes.ts';
export type { PropertyChange } from './changes.ts';
export type {
  CommandLine,
  CommandOptions,
  CompoundOperation,
  Connection,
  ConnectOptions,
  Setting,
  SignInSource,
} from './commandLine.ts';
export { createApiClient } from './createApiClient.ts';
export type { ApiClient, ApiClientSettings, InnerOptions, RawClient } from './createApiClient.ts';
export { connectionOf } from './connectionOf.ts';
export { chooseFetch } from './chooseFetch.ts';
export { rotateSecret, secretRotation } from './rotateSecret.ts';
export type {
  RotateOptions,
  RotationOutcome,
  SecretProof,
  SecretRotation,
} from './rotateSecret.ts';
export { readText, tooLarge } from './readText.ts';
export type { ServiceTest, SignInValues } from './signInValues.ts';
export { Cookies } from './cookies.ts';
export { createStandardClient } from './signIn/createStandardClient.ts';
export type { StandardClient, StandardClientOptions } from './signIn/createStandardClient.ts';
export type { Credentials } from './signIn/credentials.ts';
export { StandardAuthentication } from './signIn/standardAuthentication.ts';
export type { StandardSignInSettings } from './signIn/standardAuthentication.ts';
export { standardAccess } from './signIn/standardAccess.ts';
export type { StandardPrincipal } from './signIn/standardAccess.ts';
export { standardCommandLine } from './signIn/standardCommandLine.ts';
export { errorClasses } from './documentedErrors.ts';
export type {
  DocumentedErrorClass,
  DocumentedErrorOf,
  ErrorClasses,
  ErrorCode,
} from './documentedErrors.ts';
export type {
  CurlSignIn,
  MissingVariable,
  Opened,
  Principal,
  RawRequest,
  Target,
  TestAccess,
} from './testAccess.ts';
export type { ResponseSchemas } from './validateResponse.ts';
export { partAt, readingOf, readSaved } from './savedResource.ts';
export { withCookies } from './withCookies.ts';
