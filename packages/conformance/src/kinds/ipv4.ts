import { refusedValues } from '../checks/refusedValues.ts';

/** Texts that look like an address of IPv4. */
export const ipv4 = refusedValues(() => [
  { name: 'byte', make: () => '192.0.2.256' },
  { name: 'short', make: () => '192.0.2' },
]);
