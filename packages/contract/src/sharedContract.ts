import type { Contract } from './contract.ts';
import { contractOf } from './contractOf.ts';

const known = new WeakMap<object, Contract>();

/**
 * `contractOf` for a document that nobody changes: the same object is read once, so that a mock and the runner in one process
 * share what it says. Throws `ContractError` each time where it has mistakes.
 */
export function sharedContract(document: unknown): Contract {
  if (typeof document !== 'object' || document === null) return contractOf(document);
  const contract = known.get(document) ?? contractOf(document);
  known.set(document, contract);
  return contract;
}
