// For the tests of this house, in every package; not published.
export type { Check } from '../checks/check.ts';
export { checksOf } from '../checks/checksOf.ts';
export { checkAll, demonstration } from './checkAll.ts';
export type { ApiName } from './checkAll.ts';
export { startProxy } from './faultyProxy.ts';
export type { Changed, Passing } from './faultyProxy.ts';
export { apis } from './generated/apis.ts';
