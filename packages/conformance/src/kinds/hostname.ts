import { refusedValues } from '../checks/refusedValues.ts';

/** Texts with what no name of a host has. */
export const hostname = refusedValues(() => [
  { name: 'space', make: () => 'two words.example.com' },
  { name: 'hyphen', make: () => '-example.com' },
]);
