import type { Clause } from '@oidc-admin/contract';
import type { FaultHooks } from '@oidc-admin/mock/faults';
import { withoutHints } from '../refusals.ts';

/** Does not ask whether a URL can be reached. */
export function unreachable(clause: Clause): FaultHooks {
  return { contract: (right) => withoutHints(right, clause, 'reachable') };
}
