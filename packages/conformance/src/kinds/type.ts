import { isEach, type JsonValue } from '@oidc-admin/contract';
import { textOf } from '../checks/json.ts';
import { refusedValues, type WrongValue } from '../checks/refusedValues.ts';
import type { Level } from '../runner/runParameters.ts';

/** A value of each other type. */
export const type = refusedValues(({ property, clause, isKey }) => {
  const { name, types, maxLength = mostDigits } = property;
  // A server that takes such a key may make something whose name is not known as the run's own.
  const unsafe: { readonly needs?: Level } = isKey ? { needs: 'disposable' } : {};
  const isNone = (...others: readonly string[]): boolean =>
    !others.some((one) => types.includes(one));
  const values: readonly (WrongValue | false)[] = [
    // A server that turns it into text makes a key that no other has.
    isNone('number', 'integer') && {
      name: 'number',
      make: ({ run }) => ownNumber(run.parameters.seed, Math.min(maxLength, mostDigits)),
    },
    types.includes('integer') &&
      isNone('number') && {
        name: 'fraction',
        // What is left of it without the fraction breaks no other rule.
        make: (_, right) => (typeof right === 'number' ? right + 0.5 : 1.5),
      },
    isNone('string') && { name: 'text', make: (_, right) => textOf(right) },
    isNone('boolean') && { name: 'boolean', make: () => true, ...unsafe },
    isNone('array') && { name: 'list', make: (_, right): JsonValue => [right] },
    // Null for an element is neither a value that is left out nor one of another kind of clause.
    clause.in === undefined && isEach(name) && isNone('null') && { name: 'null', make: () => null },
    isNone('object') && { name: 'object', make: (_, right): JsonValue => ({ right }), ...unsafe },
  ];
  return values.filter((one) => one !== false);
});

/** So many digits a number may have, and be the same one in every language. */
const mostDigits = 15;

/** A number as long as a text may be: a server that makes a text of it finds nothing else wrong. */
function ownNumber(seed: number, digits: number): number {
  const number = Math.floor((seed % 1e4) * 1e10 + (Date.now() % 1e10));
  const least = 10 ** Math.max(digits - 1, 0);
  return least + (number % (9 * least));
}
