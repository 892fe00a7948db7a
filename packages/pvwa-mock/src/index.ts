export { createPvwaMock } from './createPvwaMock.ts';
export type { PvwaMockOptions } from './createPvwaMock.ts';
export type {
  FaultInfo,
  FaultList,
  Mock,
  MockExchange,
  MockOptions,
  RunningMock,
  StateJson,
} from '@oidc-admin/mock';
