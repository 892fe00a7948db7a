export { createPvwaMock } from './createPvwaMock.ts';
export type { PvwaMockOptions } from './createPvwaMock.ts';
export type {
  Exchange,
  FaultInfo,
  Mock,
  MockOptions,
  RunningMock,
  StateJson,
} from '@oidc-admin/mock';
