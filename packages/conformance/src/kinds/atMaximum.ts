import { acceptedValues } from '../checks/acceptedValues.ts';

/** The greatest number. */
export const atMaximum = acceptedValues(({ clause }) => [{ make: () => clause.value ?? 0 }]);
