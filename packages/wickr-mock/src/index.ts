export { createWickrMock } from './createWickrMock.ts';
export type { WickrMockOptions } from './createWickrMock.ts';
export type {
  Exchange,
  FaultInfo,
  Mock,
  MockOptions,
  RunningMock,
  StateJson,
} from '@oidc-admin/mock';
