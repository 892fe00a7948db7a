import { keywordRule } from './kindDefinition.ts';

/** A list in which no element is twice. */
export const uniqueItemsKind = keywordRule<boolean>({
  family: 'values',
  keyword: 'uniqueItems',
  applies: (value) => value,
  shape: { type: 'boolean' },
  breach: () => 'has an element twice',
  example: { type: 'array', items: { type: 'string' }, uniqueItems: true },
});
