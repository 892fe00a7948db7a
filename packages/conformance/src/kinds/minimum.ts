import { refusedValues } from '../checks/refusedValues.ts';

/** A number that is one too small. */
export const minimum = refusedValues(({ property }) => [
  { make: () => (property.minimum ?? 0) - 1 },
]);
