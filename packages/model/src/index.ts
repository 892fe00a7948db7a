export { createModel } from './createModel.ts';
export { createRouter } from './createRouter.ts';
export type { Route, Router } from './createRouter.ts';
export { explains } from './explains.ts';
export type { Explanation } from './explains.ts';
export type { Observed } from './linearise.ts';
export { createValidators } from './validators.ts';
export type { Validators, Violation } from './validators.ts';
export type * from './model.ts';
