import type { Clause } from '@oidc-admin/contract';
import type { FaultHooks } from '@oidc-admin/mock/faults';
import { inResponses } from '../responses.ts';

/** Makes a new tag each time. */
export function sameTag(clause: Clause): FaultHooks {
  return inResponses(clause, (decision) => ({
    ...decision,
    headers: decision.headers.map(([name, value]) =>
      name === 'etag' ? [name, `"${crypto.randomUUID()}"`] : [name, value],
    ),
  }));
}
