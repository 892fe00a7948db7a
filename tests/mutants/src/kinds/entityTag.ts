import type { Clause } from '@oidc-admin/contract';
import type { FaultHooks } from '@oidc-admin/mock/faults';
import { inResponses } from '../responses.ts';

/** Has one tag for everything, whatever it holds. */
export function entityTag(clause: Clause): FaultHooks {
  return inResponses(clause, (decision) => ({
    ...decision,
    headers: decision.headers.map(([name, value]) =>
      name === 'etag' ? [name, '"00000000"'] : [name, value],
    ),
  }));
}
