import type { JsonValue } from '../json.ts';
import { keywordRule } from './kindDefinition.ts';

/** The only values that are right. */
export const enumKind = keywordRule<readonly JsonValue[]>({
  family: 'values',
  keyword: 'enum',
  // Whether a text in another letter case is taken.
  leftOpen: (values) => (hasOtherCase(values) ? 'letterCase' : undefined),
  partly: true,
  shape: { type: 'array', minItems: 1, uniqueItems: true },
  breach: (values) => `is none of ${values.map((value) => JSON.stringify(value)).join(', ')}`,
  example: { type: 'string', enum: ['red', 'green'] },
});

function hasOtherCase(values: readonly JsonValue[]): boolean {
  return values.some(
    (value) =>
      typeof value === 'string' &&
      [value.toLowerCase(), value.toUpperCase()].some((other) => !values.includes(other)),
  );
}
