export type { Contract, JsonValue, Operation } from '@oidc-admin/contract';
export type {
  Broken,
  Caller,
  ModelRequest,
  ModelState,
  Saved,
  Deployment,
} from '@oidc-admin/model';
export { childrenOf, isObject, savedAt, valueAt, withAllSaved, withSaved } from '@oidc-admin/model';
export { createMock } from './createMock.ts';
export type { Responding, MockDefinition, Prepared, MockRefusal } from './definition.ts';
export type { MockExchange, Received, MockReply, Violation, WireEffect } from './exchange.ts';
export type { Decision, Fault, FaultContext, FaultHooks, FaultInfo, FaultList } from './fault.ts';
export type { FaultOptions } from './faultOptions.ts';
export type { Mock, MockOptions, RunningMock } from './mock.ts';
export { redactedLine } from './redactedLine.ts';
export type { SandboxInfo, SandboxLimits } from './sandboxInfo.ts';
export type { ShownCall } from './callView.ts';
export type { CallExpectation, CallFilter, CallVerdict } from './verifyCalls.ts';
export type { StateJson } from './state/stateJson.ts';
export { createStandardMock } from './signIn/createStandardMock.ts';
export type { StandardMockOptions } from './signIn/createStandardMock.ts';
export type { MockCredentials } from './signIn/mockCredentials.ts';
export { withValueAt } from './withValueAt.ts';
