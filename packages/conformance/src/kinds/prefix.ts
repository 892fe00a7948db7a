import type { JsonValue, Property } from '@oidc-admin/contract';
import { textOf } from '../checks/json.ts';
import { refusedValues, type WrongValue } from '../checks/refusedValues.ts';
import { prefixOf, type SampleSource } from '../checks/samples.ts';

/** A text without its prefix, with a part of it, with it elsewhere, or with that of another target. */
export const prefix = refusedValues(({ property }) => {
  const wrong = (
    name: string,
    join: (start: string, rest: string, source: SampleSource) => string,
  ): WrongValue => ({
    name,
    make: ({ run: { source } }, right: JsonValue) => {
      const start = prefixOf(property, source.settings);
      return join(start, textOf(right).slice(start.length), source);
    },
  });
  return [
    wrong('none', (_, rest) => rest),
    wrong('inside', (start, rest) => `${rest}-${start}`),
    wrong('cut', (start, rest) => start.slice(0, -1) + rest),
    wrong('other', (_, rest, source) => otherSetting(property, source) + rest),
  ];
});

/** The prefix as it would be for another target. */
function otherSetting(property: Property, { settings }: SampleSource): string {
  const others = Object.entries(settings).map(([name, value]) => [
    name,
    value.replaceAll(/\d/g, (digit) => String((Number(digit) + 1) % 10)),
  ]);
  const other = prefixOf(property, Object.fromEntries(others));
  return other === prefixOf(property, settings) ? `other-${other}` : other;
}
