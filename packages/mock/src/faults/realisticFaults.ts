import type { Contract } from '@oidc-admin/contract';
import type { Fault } from '../fault.ts';
import { concurrencyFaults } from './concurrencyFaults.ts';
import { errorFaults } from './errorFaults.ts';
import { limitFaults } from './limitFaults.ts';
import { readingFaults } from './readingFaults.ts';
import { savingFaults } from './savingFaults.ts';
import { sessionFaults } from './sessionFaults.ts';
import { valueFaults } from './valueFaults.ts';
import { wireFaults } from './wireFaults.ts';

/** Mistakes as servers really have them, for everything that a contract has. */
export function realisticFaults(contract: Contract): readonly Fault[] {
  const known = new Set(contract.clauses.flatMap(({ id, kind }) => [id, kind]));
  const faults = [
    ...limitFaults(contract),
    ...valueFaults(contract),
    ...savingFaults(contract),
    ...readingFaults(contract),
    ...errorFaults(contract),
    ...sessionFaults(contract),
    ...concurrencyFaults(contract),
    ...wireFaults(contract),
  ];
  return faults.filter(({ breaks }) => breaks.length === 0 || breaks.some((one) => known.has(one)));
}
