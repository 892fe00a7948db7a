import { refusedValues } from '../checks/refusedValues.ts';

/** A number that is one too large. */
export const maximum = refusedValues(({ property }) => [
  { make: () => (property.maximum ?? 0) + 1 },
]);
