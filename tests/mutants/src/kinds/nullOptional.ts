import { elementSteps, elementValues, type Clause } from '@oidc-admin/contract';
import { sentBody, type FaultHooks } from '@oidc-admin/mock/faults';

/** Fails where null is sent. */
export function nullOptional({ element = '' }: Clause): FaultHooks {
  return {
    decide: (decision, context) =>
      elementValues(sentBody(context), elementSteps(element)).some(({ value }) => value === null)
        ? context.refuse(500, 'The server failed.')
        : decision,
  };
}
