import type { Contract } from '@oidc-admin/contract';
import type { Fault } from './fault.ts';

/** Every fault that can be read off a contract, for any API. */
export function derivedFaults(_contract: Contract): readonly Fault[] {
  return [];
}
