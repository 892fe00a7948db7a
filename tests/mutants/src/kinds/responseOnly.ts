import { elementSteps, elementValues, type Clause, type JsonValue } from '@oidc-admin/contract';
import { sentBody, type FaultHooks } from '@oidc-admin/mock/faults';

/** Fails where a value is sent that is documented for responses only. */
export function responseOnly({ element = '', value }: Clause): FaultHooks {
  const only: readonly JsonValue[] = Array.isArray(value) ? value : [];
  return {
    decide: (decision, context) =>
      elementValues(sentBody(context), elementSteps(element)).some(({ value: sent }) =>
        only.some((one) => one === sent),
      )
        ? context.refuse(500, 'The server failed.')
        : decision,
  };
}
