import type { Clause, Contract, Resource } from '@oidc-admin/contract';
import { only, type FaultHooks } from '@oidc-admin/mock/faults';

/** Makes a server that breaks one clause of a kind, and as little else as can be. */
export type Mutant = (clause: Clause, contract: Contract) => FaultHooks;

/** Breaks what was promised between the requests to one resource; requests for others stay right. */
export function ofResource(hooks: (resource: Resource, clause: Clause) => FaultHooks): Mutant {
  return (clause, contract) => {
    const resource = contract.resources.find(({ name }) => name === clause.resource);
    if (resource === undefined) throw new Error(`${clause.id}: there is no such resource`);
    return only(resource, hooks(resource, clause));
  };
}
