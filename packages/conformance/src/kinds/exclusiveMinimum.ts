import { refusedValues } from '../checks/refusedValues.ts';

/** The first number that is not more. */
export const exclusiveMinimum = refusedValues(({ clause }) => [{ make: () => clause.value ?? 0 }]);
