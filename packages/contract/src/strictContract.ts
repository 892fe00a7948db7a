import type { Contract } from './contract.ts';

/** Below these there are schemas and values, in which the word `binding` is one of the API's own. */
const holdsData: ReadonlySet<string> = new Set(['schema', 'examples', 'value', 'default', 'enum']);

/** Parts are compared by identity: what is one object stays one object, however often it is asked for. */
const copies = new WeakMap<object, unknown>();

/**
 * The same contract with every SHOULD as a MUST, for a server whose owner accepts what was only observed and our readings.
 * Whose word each clause is stays what it is. The same object each time.
 */
export function strictContract(contract: Contract): Contract {
  return strictly(contract, '') as Contract;
}

function strictly(value: unknown, key: string): unknown {
  if (key === 'binding' && value === 'SHOULD') return 'MUST';
  if (holdsData.has(key) || typeof value !== 'object' || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  const copy: unknown = Array.isArray(value)
    ? value.map((one) => strictly(one, ''))
    : Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [name, strictly(inner, name)]),
      );
  copies.set(value, copy);
  return copy;
}
