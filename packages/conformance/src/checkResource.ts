import { registerChecks } from './checks/registerChecks.ts';

/** Registers the checks of one resource with the engine that runs them; a generated module calls it. */
export function checkResource(api: string, resource: string): void {
  registerChecks(api, (one) => one.resource === resource);
}
