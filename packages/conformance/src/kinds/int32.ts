import { refusedValues } from '../checks/refusedValues.ts';

/** Whole numbers that need more than 32 bits: the next one on either side, and one far away. */
export const int32 = refusedValues(() => [
  { name: 'above', make: () => 2 ** 31 },
  { name: 'below', make: () => -(2 ** 31) - 1 },
  { name: 'farAbove', make: () => 99_999_999_999 },
]);
