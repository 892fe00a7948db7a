import { acceptedValues } from '../checks/acceptedValues.ts';
import { textOf } from '../checks/json.ts';

/** Each value of a closed list, by its name, and each other spelling of one. */
export const enumValue = acceptedValues(({ property }) =>
  (property.enum ?? []).map((value) => ({ name: textOf(value), make: () => value })),
);
