import type { Clause, Contract } from '@oidc-admin/contract';
import type { FaultHooks } from '@oidc-admin/mock/faults';
import { ignoringKeyword, withoutHints } from '../refusals.ts';

const shorter = ignoringKeyword((schema) => ({
  type: 'string',
  maxLength: Number(schema['minLength']) - 1,
}));

/** Takes shorter texts. An empty one has no prefix and reaches nothing: those rules would refuse it all the same. */
export function minLength(clause: Clause, contract: Contract): FaultHooks {
  const { contract: read, ...hooks } = shorter(clause, contract);
  if (read === undefined) return hooks;
  return { contract: (right) => withoutHints(read(right), clause, 'prefix', 'reachable') };
}
