import { Book } from './book.ts';
import type { Check } from './check.ts';
import { acceptChecks } from '../kinds/acceptChecks.ts';
import { bodyChecks } from '../kinds/bodyChecks.ts';
import { exchangeChecks } from '../kinds/exchangeChecks.ts';
import { propertyChecks } from '../kinds/propertyChecks.ts';
import { nullChecks } from '../kinds/nullChecks.ts';
import { orderChecks } from '../kinds/orderChecks.ts';
import { pathChecks } from '../kinds/pathChecks.ts';
import { securityChecks } from '../kinds/securityChecks.ts';
import { signInChecks } from '../kinds/signInChecks.ts';
import type { Contract } from './contractTypes.ts';
import { takenChecks } from '../kinds/takenChecks.ts';
import { unchangedChecks } from '../kinds/unchangedChecks.ts';
import { raceChecks } from '../races/raceChecks.ts';
import { randomChecks } from '../random/randomChecks.ts';
import { sequenceChecks } from '../sequences/sequenceChecks.ts';

const known = new WeakMap<Contract, readonly Check[]>();

/** Every check of an API: a pure list, derived from its contract, in the order in which it is done. */
export function checksOf(contract: Contract): readonly Check[] {
  const before = known.get(contract);
  if (before !== undefined) return before;
  const book = new Book(contract);
  const cases = [
    ...acceptChecks(book),
    ...exchangeChecks(book),
    ...signInChecks(book),
    ...propertyChecks(book),
    ...nullChecks(book),
    ...bodyChecks(book),
    ...pathChecks(book),
    ...orderChecks(book),
    ...securityChecks(book),
    ...takenChecks(book),
    ...unchangedChecks(book),
    ...sequenceChecks(book),
    ...randomChecks(book),
    ...raceChecks(book),
  ];
  known.set(contract, cases);
  return cases;
}
