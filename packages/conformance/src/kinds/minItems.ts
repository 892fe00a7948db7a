import { refusedValues } from '../checks/refusedValues.ts';

/** A list with one element too few. */
export const minItems = refusedValues(({ clause }) => [
  { make: (_, right) => (Array.isArray(right) ? right.slice(0, Number(clause.value) - 1) : []) },
]);
