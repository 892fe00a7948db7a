import { expect, test } from 'vitest';
import { ContractError } from './contractError.ts';
import { library } from './fixtures/library.ts';
import { sharedContract } from './sharedContract.ts';

test('one document is read once, an equal one by itself', () => {
  const document = library();
  const contract = sharedContract(document);
  expect(sharedContract(document)).toBe(contract);
  expect(sharedContract(library())).not.toBe(contract);
  expect(sharedContract(library())).toEqual(contract);
});

test('what is wrong with a document is said each time', () => {
  const broken = {};
  for (const document of [broken, broken, 'text', null])
    expect(() => sharedContract(document)).toThrow(ContractError);
});
