import type { Contract } from '@oidc-admin/contract';
import { clauseFaults } from './clauseFaults.ts';
import type { Fault } from './fault.ts';
import { realisticFaults } from './realisticFaults.ts';

/** Every fault that can be read off a contract, for any API: the realistic ones, then one for each clause. */
export function derivedFaults(contract: Contract): readonly Fault[] {
  return [...realisticFaults(contract), ...clauseFaults(contract)];
}
