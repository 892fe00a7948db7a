import type { Clause } from '@oidc-admin/contract';
import type { FaultHooks } from '@oidc-admin/mock/faults';
import { withoutHints } from '../refusals.ts';

/** Takes texts that begin otherwise. */
export function prefix(clause: Clause): FaultHooks {
  return { contract: (right) => withoutHints(right, clause, 'prefix') };
}
