import type { Clause, Contract, Resource } from '@oidc-admin/contract';
import type { Fault, FaultHooks } from '../fault.ts';
import { only } from './requestHooks.ts';

/**
 * Faults by name. What is broken is a rule of the resource, or in a table without resource a kind or an id of clauses;
 * the empty text where a server may behave so.
 */
export type FaultTable = Readonly<
  Record<string, readonly [breaks: string, description: string, hooks: FaultHooks]>
>;

/** The faults of a table. */
export function faultsIn(table: FaultTable): readonly Fault[] {
  return Object.entries(table).map(([name, [breaks, description, hooks]]) => ({
    name,
    description,
    breaks: breaks === '' ? [] : [breaks],
    ...hooks,
  }));
}

/** The faults of a table for one resource. Their names carry it only where the API has several. */
export function resourceFaults(
  contract: Contract,
  resource: Resource,
  table: FaultTable,
): readonly Fault[] {
  const suffix = contract.resources.length > 1 ? `:${resource.name}` : '';
  return faultsIn(table).map(({ name, description, breaks, ...hooks }) => ({
    name: `${name}${suffix}`,
    description,
    breaks: breaks.map((rule) => `${contract.api}.${resource.name}.${rule}`),
    ...only(resource, hooks),
  }));
}

/** A fault of one property of a request's body. */
export function propertyFault(
  { id, operation = '', element = '' }: Clause,
  name: string,
  description: string,
  hooks: FaultHooks,
  breaks: string = id,
): Fault {
  return {
    name: `${name}:${operation}.${element}`,
    description: `${element} of ${operation}: ${description}.`,
    breaks: [breaks],
    operation,
    ...hooks,
  };
}
