import { acceptedValues } from '../checks/acceptedValues.ts';

/** The least number. */
export const atMinimum = acceptedValues(({ clause }) => [{ make: () => clause.value ?? 0 }]);
