import { keywordRule } from './kindDefinition.ts';

/** A text that is an address of IPv4. */
export const ipv4Kind = keywordRule<string>({
  family: 'values',
  keyword: 'format',
  applies: (value) => value === 'ipv4',
  shape: { type: 'string' },
  breach: () => 'is no IPv4 address',
  example: { type: 'string', format: 'ipv4' },
});
