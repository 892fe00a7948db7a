import { refusedValues } from '../checks/refusedValues.ts';

/** A text that is one character too short. */
export const minLength = refusedValues(({ property }) => [
  { make: () => 'x'.repeat((property.minLength ?? 1) - 1) },
]);
