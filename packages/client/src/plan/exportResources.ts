import type { CommandOptions, Connection } from '../commandLine.ts';
import { readSaved } from '../savedResource.ts';
import { withoutSecrets } from './comparison.ts';
import { secretsDeclared } from './declaredResource.ts';
import { listHeld, pathValues } from './findHeld.ts';
import { isHidden, type ManagedResource, type PropertyValues } from './managedResource.ts';

/** A resource as a file can have it. */
export interface ExportedResource {
  readonly properties: PropertyValues;
  /** What can be written and cannot be read, such as secrets. */
  readonly hidden: readonly string[];
  /** What the server shows and would not take back, with its value. */
  readonly left: readonly string[];
}

function exported(
  managed: ManagedResource,
  shown: PropertyValues,
  parent: PropertyValues,
  isByKey: boolean,
): ExportedResource {
  const held: PropertyValues = { ...shown, ...parent };
  const { key = '', isSecret } = managed;
  const properties: Record<string, unknown> = isByKey ? { [key]: held[key] } : {};
  const left: string[] = [];
  const hidden: string[] = [];
  for (const { name, enum: choices, minLength = 0 } of managed.properties) {
    const value = held[name] ?? undefined;
    const isNone =
      value === undefined || (value === '' && (minLength > 0 || !choices?.includes('')));
    const isOne = choices === undefined || choices.some((one) => one === value);
    if (isHidden(managed, name)) hidden.push(name);
    else if (isNone) continue;
    else if (isOne) properties[name] = withoutSecrets(value, isSecret);
    else left.push(name);
    if (!isSecret(name) && !isNone)
      hidden.push(...secretsDeclared(value, isSecret).map(({ at }) => [name, ...at].join('/')));
  }
  return { properties, hidden, left };
}

/**
 * Reads all of a kind that a server holds, as a file can have it; `parent` names what they stand below, by path parameter. Undefined where
 * the API has no way to find them.
 */
export async function exportResources(
  managed: ManagedResource,
  connection: Connection,
  parent: PropertyValues,
  options: CommandOptions,
): Promise<ExportedResource[] | undefined> {
  const { list, read, save, create, replace, merge } = managed.operations;
  const write = save ?? replace ?? create ?? merge;
  if (write === undefined) return undefined;
  const below = (held: PropertyValues, isByKey = false): ExportedResource => {
    const shown = connection.redacted(read?.id ?? list?.id ?? '', held) as PropertyValues;
    return exported(managed, shown, parent, isByKey);
  };
  if (managed.key === undefined) {
    if (read === undefined) return undefined;
    const held = await readSaved(connection, read, write, pathValues(read, parent), options);
    return held === undefined ? [] : [below(held)];
  }
  if (list === undefined) return undefined;
  const { label = '', isKeyMade } = managed;
  const listed = await listHeld(connection, list, parent, options);
  const found: ExportedResource[] = [];
  for (const one of listed) {
    const path = read && pathValues(read, { ...one, ...parent });
    const held = read && path ? await readSaved(connection, read, write, path, options) : one;
    // Two of one label are told by the keys that the server made.
    const isByKey =
      isKeyMade && listed.some((other) => other !== one && other[label] === one[label]);
    // It may be gone since it was listed.
    if (held !== undefined) found.push(below(held, isByKey));
  }
  return found;
}
