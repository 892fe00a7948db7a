import { Book } from './book.ts';
import type { Case } from './case.ts';
import { acceptCases } from './cases/acceptCases.ts';
import { bodyCases } from './cases/bodyCases.ts';
import { exchangeCases } from './cases/exchangeCases.ts';
import { propertyCases } from './cases/propertyCases.ts';
import { nullCases } from './cases/nullCases.ts';
import { orderCases } from './cases/orderCases.ts';
import { pathCases } from './cases/pathCases.ts';
import { securityCases } from './cases/securityCases.ts';
import { signInCases } from './cases/signInCases.ts';
import type { Contract } from './contractTypes.ts';
import { takenCases } from './cases/takenCases.ts';
import { unchangedCases } from './cases/unchangedCases.ts';
import { raceCases } from './races/raceCases.ts';
import { randomCases } from './random/randomCases.ts';
import { sequenceCases } from './sequences/sequenceCases.ts';

const known = new WeakMap<Contract, readonly Case[]>();

/** Every check of an API: a pure list, derived from its contract, in the order in which it is done. */
export function casesOf(contract: Contract): readonly Case[] {
  const before = known.get(contract);
  if (before !== undefined) return before;
  const book = new Book(contract);
  const cases = [
    ...acceptCases(book),
    ...exchangeCases(book),
    ...signInCases(book),
    ...propertyCases(book),
    ...nullCases(book),
    ...bodyCases(book),
    ...pathCases(book),
    ...orderCases(book),
    ...securityCases(book),
    ...takenCases(book),
    ...unchangedCases(book),
    ...sequenceCases(book),
    ...randomCases(book),
    ...raceCases(book),
  ];
  known.set(contract, cases);
  return cases;
}
