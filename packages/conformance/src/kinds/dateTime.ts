import { refusedValues } from '../checks/refusedValues.ts';

/** A date without its time, and a day that no calendar has. */
export const dateTime = refusedValues(() => [
  { name: 'dateOnly', make: () => '2030-01-01' },
  { name: 'noSuchDay', make: () => '2030-02-30T12:00:00Z' },
]);
