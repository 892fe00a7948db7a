import { keywordRule } from './kindDefinition.ts';

/** Formats that tell programs how to keep or show a value, and that no text or number in a JSON body breaks. */
const hints: ReadonlySet<string> = new Set([
  'password',
  'int64',
  'float',
  'double',
  'byte',
  'binary',
]);

/** The form of a text, of those formats that have no kind of their own. */
export const formatKind = keywordRule<string>({
  family: 'values',
  keyword: 'format',
  applies: (value) => !hints.has(value),
  leftOpen: () => 'format',
  shape: { type: 'string' },
  breach: (value) => `is no ${value}`,
  example: { type: 'string', format: 'uri' },
});
