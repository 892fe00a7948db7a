import { refusedValues } from '../checks/refusedValues.ts';

/** Texts that look a little like what the format asks for. */
const wrong: Readonly<Record<string, string>> = {
  uri: 'not a URL',
  date: '2030-13-01',
  ipv6: '2001:db8::g',
};

/** A text that is not of the format. */
export const format = refusedValues(({ property }) => [
  { make: () => wrong[property.format ?? ''] ?? `no ${property.format}` },
]);
