import type { Clause } from '@oidc-admin/contract';
import { changedAt, inErrors, type FaultHooks } from '@oidc-admin/mock/faults';
import { ofOtherType } from '../responses.ts';

/** Errors are a text, or one of their properties is of another JSON type. */
export function errorBody({ element, value }: Clause): FaultHooks {
  return inErrors((decision) => ({
    ...decision,
    body:
      element === undefined
        ? 'The request failed.'
        : changedAt(decision.body, element, (found) => ofOtherType(found, value)),
  }));
}
