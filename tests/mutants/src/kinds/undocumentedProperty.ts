import type { Clause } from '@oidc-admin/contract';
import { isObject } from '@oidc-admin/mock';
import type { FaultHooks } from '@oidc-admin/mock/faults';
import { inResponses } from '../responses.ts';

/** Answers a property more. */
export function undocumentedProperty(clause: Clause): FaultHooks {
  return inResponses(clause, (decision) =>
    isObject(decision.body)
      ? { ...decision, body: { ...decision.body, internalNumber: 4711 } }
      : decision,
  );
}
