export type { Contract, JsonValue, Operation } from '@oidc-admin/contract';
export type {
  Broken,
  Caller,
  ModelRequest,
  ModelState,
  Saved,
  Deployment,
} from '@oidc-admin/model';
export { createMock } from './createMock.ts';
export type { Responding, MockDefinition, Prepared, Refusal } from './definition.ts';
export type { Exchange, Received, Reply, Violation, Wire } from './exchange.ts';
export { faultClasses } from './faults/fault.ts';
export type { Decision, Fault, FaultClass, FaultContext, FaultInfo } from './faults/fault.ts';
export { at, isJsonObject, withValueAt } from './jsonPointer.ts';
export type { Mock, MockOptions, RunningMock } from './mock.ts';
export { redactedLine } from './redactedLine.ts';
export { withSaved } from './state/stateJson.ts';
export type { StateJson } from './state/stateJson.ts';
export { textOf } from './textOf.ts';
