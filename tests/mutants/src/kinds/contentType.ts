import type { Clause } from '@oidc-admin/contract';
import type { FaultHooks } from '@oidc-admin/mock/faults';
import { inResponses } from '../responses.ts';

/** Calls a response HTML. */
export function contentType(clause: Clause): FaultHooks {
  return inResponses(clause, (decision) => ({
    ...decision,
    headers: [['content-type', 'text/html']],
  }));
}
