import type { JsonValue } from '@oidc-admin/contract';
import { clauseOf, resourceOn } from '../checks/contractViews.ts';
import { textOf } from '../checks/json.ts';
import { refusedValues } from '../checks/refusedValues.ts';

/** Values that are near those of a closed list, and what a response may hold but a request may not. */
export const enumeration = refusedValues(({ contract, operation, property }) => {
  const { name: named, enum: values = [], untested = [] } = property;
  // Where the document has a word of its own for what only responses hold, another kind sends that.
  const hasOwnKind = clauseOf(contract, operation.id, 'responseOnly', named) !== undefined;
  const resource = hasOwnKind ? undefined : resourceOn(contract, operation);
  const shown = resource?.properties.find(({ name }) => name === named)?.enum ?? [];
  const [first = null] = values;
  const near: readonly (readonly [string, JsonValue | undefined])[] = [
    ['other', otherThan(first, values)],
    ['letterCase', untested.includes('letterCase') ? undefined : swapped(first)],
    ['responseOnly', shown.find((value) => !values.includes(value))],
  ];
  return near.flatMap(([name, value]) =>
    value === undefined || values.includes(value) ? [] : [{ name, make: () => value }],
  );
});

/** A value of the same type that is none of those. */
function otherThan(value: JsonValue, values: readonly JsonValue[]): JsonValue {
  if (typeof value !== 'number') return `${textOf(value)}X`;
  return Math.max(...values.filter((one) => typeof one === 'number')) + 1;
}

/** The same text with its first letter in the other case; a value may begin with something else. */
function swapped(value: JsonValue): JsonValue | undefined {
  if (typeof value !== 'string') return undefined;
  return value.replace(/\p{L}/u, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}
