import type { Clause, Contract, Resource } from '@oidc-admin/contract';
import type { Fault, FaultHooks } from '../fault.ts';
import { only } from './requestHooks.ts';

/**
 * Faults by what they break, then by name: what the server does wrong, and how. What is broken is a rule of the resource, or
 * in a table without resource a kind or an id of clauses; `availability` where a server may behave so.
 */
export type FaultTable = Readonly<
  Record<string, Readonly<Record<string, readonly [description: string, hooks: FaultHooks]>>>
>;

/** The faults of some tables. */
export function faultsIn(...tables: readonly FaultTable[]): readonly Fault[] {
  return tables.flatMap((table) =>
    Object.entries(table).flatMap(([rule, rows]) =>
      Object.entries(rows).map(([name, [description, hooks]]) => ({
        name,
        description,
        breaks: rule === 'availability' ? [] : [rule],
        ...hooks,
      })),
    ),
  );
}

/** The faults of some tables for one resource. Their names carry it only where the API has several. */
export function resourceFaults(
  contract: Contract,
  resource: Resource,
  ...tables: readonly FaultTable[]
): readonly Fault[] {
  const suffix = contract.resources.length > 1 ? `:${resource.name}` : '';
  return faultsIn(...tables).map(({ name, description, breaks, ...hooks }) => ({
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
