export { createModel } from './createModel.ts';
export { createRouter } from './createRouter.ts';
export type { Route, Router } from './createRouter.ts';
export { createValidators } from './validators.ts';
export type { Validators, Violation } from './validators.ts';
export type * from './model.ts';
