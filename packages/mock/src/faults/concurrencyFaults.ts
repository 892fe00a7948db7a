import type { Contract } from '@oidc-admin/contract';
import type { Fault } from '../fault.ts';
import { resourceFaults } from './faultTable.ts';

const races = {
  create: 'Two overlapping creates of one key both succeed, and one of two keys is lost.',
  replace: 'Of two overlapping replaces of different ones, one is lost.',
  merge: 'Of two overlapping merges into different ones, one is lost.',
  save: 'Of two overlapping saves under different parents, one is lost.',
  delete: 'A delete that overlaps with another change undoes that change.',
} as const;

/** Requests that overlap spoil each other within one millisecond. */
export function concurrencyFaults(contract: Contract): readonly Fault[] {
  return contract.resources.flatMap((resource) =>
    (Object.keys(races) as (keyof typeof races)[]).flatMap((action) => {
      const operation = resource.operations[action];
      if (operation === undefined) return [];
      const hooks = { window: 1 };
      const table = { concurrent: { [`race-on-${action}`]: [races[action], hooks] as const } };
      return resourceFaults(contract, resource, table).map((fault) => ({ ...fault, operation }));
    }),
  );
}
