import { keywordRule } from './kindDefinition.ts';

/** A text that is the name of a host. */
export const hostnameKind = keywordRule<string>({
  family: 'values',
  keyword: 'format',
  applies: (value) => value === 'hostname',
  shape: { type: 'string' },
  breach: () => 'is no name of a host',
  example: { type: 'string', format: 'hostname' },
});
