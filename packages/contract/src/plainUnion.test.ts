import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainUnion } from './plainUnion.ts';
import type { RawSchema } from './rawDocument.ts';

const word = { type: 'string', maxLength: 5, pattern: '^[a-z]+$' };
const port = { type: 'integer', minimum: 1, maximum: 65535 };

describe('a union of plain values with limits says the same as one schema', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const value = fc.oneof(
    fc.constantFrom('auto', 'none', 'a+b', 'axb', 'auto\n', 'x', 'toolong', 'A', ''),
    fc.constantFrom(null, true, 0, 1, 1.5, -1, 65535, 65536),
    fc.jsonValue(),
  );
  test.each([
    [{ oneOf: [word, port] }, ['string', 'integer']],
    [{ anyOf: [word, port, { type: 'null' }] }, ['string', 'integer', 'null']],
    [{ anyOf: [{ type: 'string', enum: ['auto', 'a+b'] }, port] }, ['string', 'integer']],
    [{ anyOf: [{ type: 'string' }, { type: 'string', enum: ['auto'] }] }, 'string'],
    [{ anyOf: [word, { type: 'string' }, port] }, ['integer', 'string']],
    [{ oneOf: [{ type: 'boolean' }, { type: 'number', multipleOf: 0.5 }] }, ['boolean', 'number']],
  ] as readonly [RawSchema, string | readonly string[]][])('%j', (schema, types) => {
    const plain = plainUnion(schema);
    expect(plain.type).toEqual(types);
    const [before, after] = [ajv.compile(schema), ajv.compile(plain)];
    fc.assert(
      fc.property(value, (one) => {
        expect(after(one)).toBe(before(one));
      }),
      { numRuns: 500, seed: 1 },
    );
  });
});

test.each([
  ['of texts of which one excludes the other', { oneOf: [word, { type: 'string' }] }],
  ['of one type', { anyOf: [word, { type: 'string', format: 'ipv4' }] }],
  ['of numbers', { anyOf: [port, { type: 'number' }] }],
  ['of lists', { anyOf: [word, { type: 'array', items: word }] }],
  ['of objects', { oneOf: [{ type: 'object', properties: {} }, port] }],
  ['with a list of numbers', { oneOf: [{ type: 'integer', enum: [1] }, word] }],
  ['with a source', { oneOf: [{ ...word, 'x-source': 'A' }, port] }],
  ['beside a limit', { oneOf: [word, port], maxLength: 3 }],
  ['without limits', { oneOf: [{ type: 'string' }, { type: 'integer' }] }],
] as readonly [string, RawSchema][])('a union %s is left as it is', (_, schema) => {
  expect(plainUnion(schema)).toBe(schema);
});
