import type { CommandProperty } from '@oidc-admin/contract';
import {
  isHidden,
  isValues,
  type ManagedResource,
  type PropertyValues,
} from './managedResource.ts';

/** Whether a server holds a value: of an object, only what the file names of it; a secret inside cannot be compared. */
function holds(given: unknown, held: unknown, isSecret: (name: string) => boolean): boolean {
  if (isValues(given) && isValues(held))
    return Object.entries(given).every(
      ([name, one]) =>
        isSecret(name) ||
        (one === null ? (held[name] ?? null) === null : holds(one, held[name], isSecret)),
    );
  if (Array.isArray(given) && Array.isArray(held))
    return (
      given.length === held.length && given.every((one, index) => holds(one, held[index], isSecret))
    );
  return given === held;
}

/** Whether a property is as a file wants it, as far as a read can tell. */
function isAsDeclared(
  { name, enum: choices, default: usual }: CommandProperty,
  managed: ManagedResource,
  properties: PropertyValues,
  held: PropertyValues,
): boolean {
  const [given, there] = [properties[name], held[name] ?? undefined];
  if (given === undefined || isHidden(managed, name)) return true;
  if (given === null) return there === undefined || there === '' || there === usual;
  const beside = managed.irrelevantWith[name];
  if (there === undefined && beside !== undefined)
    return (properties[beside] ?? held[beside] ?? undefined) !== undefined;
  // A server may write a value of a list in other letters.
  if (choices !== undefined && typeof given === 'string' && typeof there === 'string')
    return given.toLowerCase() === there.toLowerCase();
  return holds(given, there, managed.isSecret);
}

/** The properties that are not as a file wants them. Compares only what it names, and no secret. */
export function differencesOf(
  managed: ManagedResource,
  written: readonly CommandProperty[],
  properties: PropertyValues,
  held: PropertyValues,
): string[] {
  const { identity, isKeyMade, key = '', label } = managed;
  // Where the file has the key, the label is a property like others.
  const isByKey = isKeyMade && properties[key] !== undefined;
  const named = isByKey ? identity.filter((name) => name !== label) : identity;
  return written
    .filter(({ name }) => !named.includes(name))
    .filter((property) => !isAsDeclared(property, managed, properties, held))
    .map(({ name }) => name);
}

/** A copy of a value without the secrets inside of it, which a server shows masked, if at all. */
export function withoutSecrets(value: unknown, isSecret: (name: string) => boolean): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutSecrets(one, isSecret));
  if (!isValues(value)) return value;
  const open = Object.entries(value).filter(([name]) => !isSecret(name));
  return Object.fromEntries(open.map(([name, one]) => [name, withoutSecrets(one, isSecret)]));
}

/** A value that a server holds, with what a file wants in it; what is `null` there or here is left out. */
export function mergedValue(held: unknown, given: unknown): unknown {
  if (!isValues(given)) return given;
  const kept = isValues(held) ? held : {};
  const wanted = Object.entries(given).map(([name, one]) => [name, mergedValue(kept[name], one)]);
  const all = Object.entries({ ...kept, ...(Object.fromEntries(wanted) as PropertyValues) });
  return Object.fromEntries(all.filter(([, one]) => one !== null));
}
