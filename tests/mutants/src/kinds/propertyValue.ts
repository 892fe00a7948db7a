import type { Clause, JsonValue } from '@oidc-admin/contract';
import { isObject } from '@oidc-admin/mock';
import type { FaultHooks } from '@oidc-admin/mock/faults';
import { inProperty } from '../responses.ts';

/** Answers a value that the documented limits or list do not allow. */
export function propertyValue(clause: Clause): FaultHooks {
  return inProperty(clause, () => outside(clause.value));
}

function outside(documented: JsonValue | undefined): JsonValue {
  if (!isObject(documented)) return 'Other';
  const { format, maximum, minimum, maxLength } = documented;
  if (typeof maximum === 'number') return maximum + 1;
  if (typeof minimum === 'number') return minimum - 1;
  if (typeof maxLength === 'number') return 'x'.repeat(maxLength + 1);
  return format === 'int32' ? 2 ** 31 : 'Other';
}
