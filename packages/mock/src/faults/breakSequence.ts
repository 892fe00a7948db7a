import type { Clause, Contract, Resource } from '@oidc-admin/contract';
import type { Fault } from './fault.ts';
import { breakReads } from './breakReads.ts';
import { breakWrites } from './breakWrites.ts';

/** A server that breaks what was promised between requests. */
export function breakSequence(clause: Clause, contract: Contract): Partial<Fault> {
  const resource = contract.resources.find(({ name }) => name === clause.resource);
  if (resource === undefined)
    throw new Error(`${clause.id} speaks of a resource that does not exist`);
  return only(resource, breakWrites(clause, resource) ?? breakReads(clause, resource));
}

/** Hooks that leave requests for other resources alone. */
export function only(resource: Resource, hooks: Partial<Fault>): Partial<Fault> {
  const concerns = ({ action }: { readonly action: object }): boolean =>
    !('resource' in action) || action.resource === resource.name;
  const { request, view, decide, ...rest } = hooks;
  return {
    ...rest,
    ...(request && {
      request: (right, context) => (concerns(context.operation) ? request(right, context) : right),
    }),
    ...(view && {
      view: (state, context) => (concerns(context.operation) ? view(state, context) : state),
    }),
    ...(decide && {
      decide: (decision, context) =>
        concerns(context.operation) ? decide(decision, context) : decision,
    }),
  };
}
