import type { Clause, JsonValue } from '@oidc-admin/contract';
import { withProperty, type FaultHooks } from '@oidc-admin/mock/faults';

/** Refuses the last value of the list. */
export function enumValue({ operation, element, value }: Clause): FaultHooks {
  const list = Array.isArray(value) ? (value as readonly JsonValue[]) : [];
  // Nothing may be left, but a schema needs a value in its list.
  const others = list.length > 1 ? list.slice(0, -1) : ['(none)'];
  return {
    contract: (right) =>
      withProperty(right, operation, element, (schema) => ({ ...schema, enum: others })),
  };
}
