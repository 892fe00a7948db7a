import type { Clause, JsonValue } from '@oidc-admin/contract';
import { isObject } from '@oidc-admin/mock';
import type { FaultHooks } from '@oidc-admin/mock/faults';
import { inProperty } from '../responses.ts';

/** Answers a value that the documented limits or list do not allow. */
export function propertyValue(clause: Clause): FaultHooks {
  return inProperty(clause, (found) => outside(clause.value, found));
}

function outside(documented: JsonValue | undefined, found: JsonValue | undefined): JsonValue {
  if (!isObject(documented)) return 'Other';
  if (Array.isArray(found)) return otherList(documented, found);
  const { maximum, minimum, exclusiveMaximum, exclusiveMinimum, multipleOf } = documented;
  if (typeof maximum === 'number') return maximum + 1;
  if (typeof minimum === 'number') return minimum - 1;
  if (typeof exclusiveMaximum === 'number') return exclusiveMaximum;
  if (typeof exclusiveMinimum === 'number') return exclusiveMinimum;
  if (typeof multipleOf === 'number') return Number(found) + multipleOf / 2;
  const { format, maxLength, minLength, enum: values } = documented;
  if (typeof maxLength === 'number') return 'x'.repeat(maxLength + 1);
  if (typeof minLength === 'number') return 'x'.repeat(minLength - 1);
  if (Array.isArray(values) && values.every((one) => typeof one === 'number'))
    return Math.max(...values) + 1;
  if (format === 'int32') return 2 ** 31;
  return format === 'hostname' ? 'two words' : 'Other';
}

function otherList(
  { maxItems, minItems }: { readonly [keyword: string]: JsonValue },
  found: readonly JsonValue[],
): JsonValue {
  if (typeof maxItems === 'number') return Array(maxItems + 1).fill(found[0] ?? null);
  if (typeof minItems === 'number') return found.slice(0, minItems - 1);
  return [...found, found[0] ?? null];
}
