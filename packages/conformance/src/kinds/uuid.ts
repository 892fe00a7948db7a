import { refusedValues } from '../checks/refusedValues.ts';

/** Texts that look like a UUID. */
export const uuid = refusedValues(() => [
  { name: 'short', make: () => '00000000-0000-4000-8000' },
  { name: 'letter', make: () => '00000000-0000-4000-8000-00000000000g' },
]);
