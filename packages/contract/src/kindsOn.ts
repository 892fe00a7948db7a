import { kinds, type Kinds } from './kinds/index.ts';
import type { KindDefinition } from './kinds/kindDefinition.ts';

/** A kind of a group, and what is read on one kind of place. */
type Definition<Group, On> = Extract<KindDefinition, { readonly group: Group; readonly on: On }>;

type Name<Group, On> = {
  [K in keyof Kinds]: Kinds[K] extends { readonly group: Group; readonly on: On } ? K : never;
}[keyof Kinds];

/** The kinds of a group that are read on one kind of place, in the order of the table, each with its name. */
export function kindsOn<
  Group extends KindDefinition['group'],
  On extends Extract<KindDefinition, { readonly group: Group }>['on'],
>(group: Group, on: On): readonly (readonly [Name<Group, On>, Definition<Group, On>])[] {
  const place = `${group} ${on}`;
  const found = byPlace.get(place) ?? entriesOf(group, on);
  byPlace.set(place, found);
  return found as readonly (readonly [Name<Group, On>, Definition<Group, On>])[];
}

type Entry = readonly [string, KindDefinition];

/** They are asked for with each operation and property, and never change. */
const byPlace = new Map<string, readonly Entry[]>();

function entriesOf(group: string, on: string): readonly Entry[] {
  return Object.entries<KindDefinition>(kinds).filter(
    ([, definition]) => definition.group === group && definition.on === on,
  );
}
