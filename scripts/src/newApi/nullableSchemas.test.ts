import { expect, test } from 'vitest';
import { meanNullable } from './nullableSchemas.ts';

const orNull = { type: 'null' };
const text = { type: 'string', maxLength: 5 };

test.each([
  ['a union', { anyOf: [text], nullable: true }, { anyOf: [text, orNull] }],
  ['one with null', { oneOf: [text, orNull], nullable: true }, { oneOf: [text, orNull] }],
  [
    'a reference',
    { $ref: '#/a', description: 'A.', nullable: true },
    { description: 'A.', anyOf: [{ $ref: '#/a' }, orNull] },
  ],
  [
    'a reference in allOf',
    { allOf: [{ $ref: '#/a' }], nullable: true },
    { anyOf: [{ $ref: '#/a' }, orNull] },
  ],
  [
    'several parts',
    { allOf: [{ $ref: '#/a' }, text], nullable: true },
    { anyOf: [{ allOf: [{ $ref: '#/a' }, text] }, orNull] },
  ],
  ['words', { enum: ['a'], nullable: true }, { enum: ['a', null] }],
  [
    'a type of two, and words',
    { type: ['string', 'null'], enum: ['a'] },
    { type: ['string', 'null'], enum: ['a', null] },
  ],
  ['what is not', { $ref: '#/a', nullable: false }, { $ref: '#/a' }],
  [
    'a property of that name',
    { properties: { nullable: text } },
    { properties: { nullable: text } },
  ],
  ['an example', { example: { nullable: true } }, { example: { nullable: true } }],
])('%s', (_, given, wanted) => {
  const document = { properties: { inside: structuredClone(given) } };
  meanNullable(document);
  expect(document.properties.inside).toEqual(wanted);
});
