import type { Clause } from '@oidc-admin/contract';
import type { FaultHooks } from '@oidc-admin/mock/faults';
import { inResponses } from '../responses.ts';

/** Answers another success. */
export function status(clause: Clause): FaultHooks {
  return inResponses(clause, (decision) => ({
    ...decision,
    status: decision.status === 200 ? 201 : 200,
  }));
}
