import { refusedValues } from '../checks/refusedValues.ts';

/** Texts that look a little like what the format asks for. */
const wrong: Readonly<Record<string, string>> = {
  uri: 'not a URL',
  email: 'nobody(at)example.com',
  uuid: '00000000-0000-4000-8000-00000000000g',
  'date-time': '2030-01-01 at noon',
  date: '2030-13-01',
  hostname: 'two words.example.com',
  ipv4: '192.0.2.256',
  ipv6: '2001:db8::g',
};

/** A text that is not of the format. */
export const format = refusedValues(({ property }) => [
  { make: () => wrong[property.format ?? ''] ?? `no ${property.format}` },
]);
