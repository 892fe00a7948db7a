export { createWickrMock } from './createWickrMock.ts';
export type { WickrMockOptions } from './createWickrMock.ts';
export type {
  FaultInfo,
  FaultList,
  Mock,
  MockExchange,
  MockOptions,
  RunningMock,
  StateJson,
} from '@oidc-admin/mock';
