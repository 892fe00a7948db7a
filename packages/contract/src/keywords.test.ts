import { expect, test } from 'vitest';
import { keywordsIn, kindOfKeyword, limitsIn, responseKindOfKeyword } from './keywords.ts';
import { kindsOn } from './kindsOn.ts';

const keywordKinds = kindsOn('refuse', 'keyword');

test.each(keywordKinds)(
  '%s is read off its own example, and broken as itself',
  (kind, definition) => {
    const { example, keyword, shape } = definition;
    const uses = keywordsIn(example).filter((use) => use.kind === kind);
    expect(uses).toEqual([{ kind, definition, value: example[keyword] }]);
    expect(kindOfKeyword(keyword, example[keyword])).toBe(kind);
    expect(shape).toBeTypeOf('object');
    expect(definition.breach(uses[0]?.value ?? null)).toMatch(/^(is|has|does|holds) /);
  },
);

test.each([
  ['a format that only hints', { format: 'password' }, {}],
  ['a length that nothing breaks', { minLength: 0 }, {}],
  ['content, which no validator looks at', { contentSchema: { type: 'object' } }, {}],
  ['closed objects, of which other clauses speak', { additionalProperties: false }, {}],
  ['every other keyword', { minLength: 1, format: 'email' }, { minLength: 1, format: 'email' }],
])('limits: %s', (_, schema, limits) => {
  expect(limitsIn(schema)).toEqual(limits);
});

test('what has no kind of its own breaks the type of a request, the value of a response', () => {
  expect(['required', 'anyOf', 'additionalProperties'].map((one) => kindOfKeyword(one))).toEqual([
    'required',
    'type',
    'additionalProperties',
  ]);
  expect(['required', 'anyOf', 'additionalProperties'].map(responseKindOfKeyword)).toEqual([
    'propertyPresent',
    'propertyValue',
    'undocumentedProperty',
  ]);
});
