import { expect, test } from 'vitest';
import { contractOf } from './contractOf.ts';
import { library } from './fixtures/library.ts';
import { operationTable } from './operationTable.ts';

const contract = contractOf(library());
const table = operationTable(contract);

test('has every operation with its parameters, outermost properties and statuses', () => {
  expect(table.operations.map(({ id }) => id)).toEqual(contract.operations.map(({ id }) => id));
  for (const [index, { parameters, body, responses }] of contract.operations.entries()) {
    const operation = table.operations[index];
    expect(operation?.parameters.map(({ name }) => name)).toEqual(
      parameters.map(({ name }) => name),
    );
    expect(operation?.responses.map(({ status }) => status)).toEqual(
      responses.map(({ status }) => status),
    );
    expect(operation?.body?.properties.map(({ name }) => name)).toEqual(
      body?.properties.map(({ name }) => name).filter((name) => !/[.[]/.test(name)),
    );
  }
});

test('has no text for people, no row of the facts and no schema at any depth, and survives JSON', () => {
  const keys = new Set<string>();
  const text = JSON.stringify(table, (key: string, value: unknown) => (keys.add(key), value));
  expect(JSON.parse(text)).toEqual(table);
  for (const key of ['summary', 'description', 'source', 'schema', 'examples', 'wrong'])
    expect(keys).not.toContain(key);
});

test('has the limits of path parameters, which are checked before a request is sent', () => {
  const limits = ['enum', 'pattern', 'minLength', 'maxLength'] as const;
  const all = contract.operations.flatMap(({ parameters }) => parameters);
  const small = table.operations.flatMap(({ parameters }) => parameters);
  const inPath = all.flatMap((one, index) => (one.in === 'path' ? [[one, small[index]]] : []));
  expect(inPath).not.toEqual([]);
  for (const [whole, own] of inPath)
    for (const limit of limits) expect(own?.[limit]).toEqual(whole?.[limit]);
  expect(all.some((one) => one.in === 'path' && limits.some((limit) => limit in one))).toBe(true);
});
