import { lastName, ownValue, pointerOf, type Operation, type Resource } from '@oidc-admin/contract';
import type { Context } from './context.ts';
import type { Saved } from './model.ts';
import { nothingKnown, type Known } from './successResponses.ts';

/**
 * What a mock shows where the response to a delete has the key of what was deleted: that key, and what else was saved beside it. No
 * document says that it is that one, so that no check compares it.
 */
export function knownOfDeleted(
  context: Context,
  { responses }: Operation,
  resource: Resource,
  saved: Saved | undefined,
): Known {
  const { key } = resource;
  const shown = responses
    .filter(({ status }) => status < 300)
    .flatMap(({ properties }) => properties)
    .filter(({ name }) => !/\[\]|\*/.test(name));
  const named = shown.find(({ name }) => lastName(name) === key);
  if (saved === undefined || key === undefined || named === undefined) return nothingKnown();
  const around = named.name.slice(0, named.name.length - key.length);
  const { value } = context.show(resource, saved, '');
  const made = shown.flatMap(({ name, sensitive }) => {
    const own = resource.properties.find((one) => around + one.name === name);
    const found = own === undefined ? undefined : ownValue(value, own.name);
    // A secret stands only where it is said to be one.
    const isOpen = own?.sensitive === sensitive;
    return found === undefined || !isOpen ? [] : [{ at: pointerOf(name), value: found }];
  });
  return { ...nothingKnown(), made };
}
