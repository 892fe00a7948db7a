import { refusedValues } from '../checks/refusedValues.ts';

/** The first number that is not less. */
export const exclusiveMaximum = refusedValues(({ clause }) => [{ make: () => clause.value ?? 0 }]);
