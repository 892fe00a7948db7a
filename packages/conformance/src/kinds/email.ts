import { refusedValues } from '../checks/refusedValues.ts';

/** Texts that lack a part of an e-mail address. */
export const email = refusedValues(() => [
  { name: 'noAt', make: () => 'nobody.example.com' },
  { name: 'noHost', make: () => 'nobody@' },
]);
