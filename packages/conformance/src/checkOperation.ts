import { registerChecks } from './checks/registerChecks.ts';

/** Registers the checks of one operation with the engine that runs them; a generated module calls it. */
export function checkOperation(api: string, operation: string): void {
  registerChecks(api, (one) => one.operation === operation);
}
