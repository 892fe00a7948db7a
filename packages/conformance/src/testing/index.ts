// For the tests of this house, in every package; not published.
export type { Check } from '../checks/check.ts';
export { CheckContext } from '../checks/checkContext.ts';
export { checksOf } from '../checks/checksOf.ts';
export { runCheck } from '../checks/runCheck.ts';
export { createRunContext, type RunContext } from '../checks/runContext.ts';
export { findingsOf } from '../reports/findings.ts';
export { inOrder, type Performed } from '../runner/inOrder.ts';
export { checkAll, demonstration } from './checkAll.ts';
export type { ApiName } from './checkAll.ts';
export { startProxy } from './faultyProxy.ts';
export type { Changed, Passing } from './faultyProxy.ts';
export { apis } from './generated/apis.ts';
