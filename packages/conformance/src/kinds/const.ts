import type { JsonValue } from '@oidc-admin/contract';
import { textOf } from '../checks/json.ts';
import { refusedValues } from '../checks/refusedValues.ts';

/** Another value of the same type. */
export const constKind = refusedValues(({ clause }) => [
  { make: () => otherThan(clause.value ?? null) },
]);

function otherThan(value: JsonValue): JsonValue {
  if (typeof value === 'boolean') return !value;
  return typeof value === 'number' ? value + 1 : `${textOf(value)}X`;
}
