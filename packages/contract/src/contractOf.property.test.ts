import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Contract } from './contract.ts';
import { ContractError } from './contractError.ts';
import { contractOf } from './contractOf.ts';
import { library } from './fixtures/library.ts';
import { isObject } from './json.ts';
import { below, pointerSteps, valueAt } from './pointer.ts';

/** What is wrong with how a document was taken: it is read as a sound contract, or refused with a reason. */
function faultsOf(document: unknown): readonly string[] {
  try {
    return unsound(contractOf(document));
  } catch (error) {
    if (error instanceof ContractError)
      return error.problems.length > 0 ? [] : ['refused, but why?'];
    return [String(error)];
  }
}

function unsound({ clauses, operations, resources }: Contract): readonly string[] {
  const known = new Set([...operations.map(({ id }) => id), ...resources.map(({ name }) => name)]);
  const ids = new Set(clauses.map(({ id }) => id));
  return [
    ...(ids.size === clauses.length ? [] : ['ids are not unique']),
    ...clauses.filter(({ source }) => source.length === 0).map(({ id }) => `${id} has no source`),
    ...clauses
      .filter(({ operation, resource }) => !known.has(operation ?? resource ?? ''))
      .map(({ id }) => `${id} speaks of nothing`),
  ];
}

test('any value is read or refused', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(faultsOf(value)).toEqual([]);
    }),
  );
});

test('a document with any one change is read or refused', () => {
  const places = pointersOf(library(), '');
  const change = fc.record({
    at: fc.constantFrom(...places),
    value: fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(...places).map((place) => valueAt(library(), place)),
      fc.constantFrom(...places).map((place) => ({ $ref: `#${place}` })),
      fc.constant(undefined),
    ),
  });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 2 }), (changes) => {
      const document = library();
      for (const { at, value } of changes) put(document, at, value);
      expect(faultsOf(document)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

const limit = {
  minLength: fc.integer({ min: 1, max: 9 }),
  maxLength: fc.integer({ min: 10, max: 99 }),
  pattern: fc.constantFrom('^a*$', '^[A-Z]+$'),
  enum: fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 3 }),
  minimum: fc.integer({ min: -9, max: 9 }),
  maximum: fc.integer({ min: 10, max: 99 }),
};

const property = fc.record(
  { type: fc.constantFrom('string', 'integer', 'number', 'boolean'), ...limit },
  { requiredKeys: ['type'] },
);

const anyProperties = fc.dictionary(fc.stringMatching(/^[a-z_][a-zA-Z0-9_ $-]{0,8}$/), property, {
  minKeys: 1,
  maxKeys: 5,
});

test('every limit of every property has its clause, in requests and in responses', () => {
  const cases = anyProperties.chain((made) =>
    fc.record({
      properties: fc.constant(made),
      required: fc.subarray(Object.keys(made)),
    }),
  );
  fc.assert(
    fc.property(cases, ({ properties, required }) => {
      const schema = { type: 'object', properties, required };
      const contract = contractOf(documentWith(schema));
      expect(unsound(contract)).toEqual([]);
      const byId = new Map(contract.clauses.map((clause) => [clause.id, clause]));
      for (const [name, keywords] of Object.entries(properties)) {
        const { type, ...limits } = keywords;
        expect(byId.get(`tiny.ask.${name}.type`)?.value).toEqual([type]);
        expect(byId.get(`tiny.ask.200.${name}.propertyType`)?.value).toEqual([type]);
        expect(byId.has(`tiny.ask.${name}.required`)).toBe(required.includes(name));
        expect(byId.has(`tiny.ask.200.${name}.propertyPresent`)).toBe(required.includes(name));
        const inResponses = byId.get(`tiny.ask.200.${name}.propertyValue`)?.value ?? {};
        expect(inResponses).toEqual(limits);
        for (const [keyword, value] of Object.entries(limits))
          expect(byId.get(`tiny.ask.${name}.${keyword}`)?.value).toEqual(value);
      }
    }),
  );
});

test('the contract of a document is always the same', () => {
  expect(contractOf(library())).toEqual(contractOf(library()));
});

/** A document with one operation that takes and returns objects of one schema. */
function documentWith(schema: object): unknown {
  const kinds = ['required', 'type', ...Object.keys(limit)];
  const content = { 'application/json': { schema } };
  const ask = {
    operationId: 'ask',
    'x-source': 'TINY-ASK',
    'x-action': { changes: 'nothing' },
    requestBody: { content },
    responses: { 200: { description: 'Fine', content }, 400: { description: 'Wrong' } },
  };
  return {
    openapi: '3.1.0',
    info: { title: 'Tiny', version: '1' },
    'x-api': 'tiny',
    'x-outcomes': Object.fromEntries(
      kinds.map((kind) => [kind, { allow: [400], source: 'TINY-WRONG' }]),
    ),
    paths: { '/ask': { post: ask } },
  };
}

function pointersOf(value: unknown, pointer: string): readonly string[] {
  if (!isObject(value) && !Array.isArray(value)) return [pointer];
  return [
    pointer,
    ...Object.entries(value).flatMap(([key, item]) => pointersOf(item, below(pointer, key))),
  ];
}

function put(document: unknown, pointer: string, value: unknown): void {
  const steps = pointerSteps(pointer);
  const parent = valueAt(document, pointer.slice(0, pointer.lastIndexOf('/')));
  const last = steps.at(-1);
  if (last === undefined || typeof parent !== 'object' || parent === null) return;
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else Reflect.set(parent, last, value);
}
