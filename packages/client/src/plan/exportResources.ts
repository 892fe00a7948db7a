import type { CommandOptions, Connection } from '../commandLine.ts';
import { readSaved } from '../savedResource.ts';
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

function exported(managed: ManagedResource, held: PropertyValues): ExportedResource {
  const properties: Record<string, unknown> = {};
  const left: string[] = [];
  const hidden: string[] = [];
  for (const { name, enum: choices, minLength = 0 } of managed.properties) {
    const value = held[name] ?? undefined;
    const isOne = choices === undefined || choices.some((one) => one === value);
    if (isHidden(managed, name)) hidden.push(name);
    else if (value === undefined || (value === '' && (minLength > 0 || !choices?.includes(''))))
      continue;
    else if (isOne) properties[name] = value;
    else left.push(name);
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
  const { list, read, save, create, replace } = managed.operations;
  const write = save ?? replace ?? create;
  if (write === undefined) return undefined;
  const visible = (held: PropertyValues): PropertyValues =>
    connection.redacted(read?.id ?? list?.id ?? '', held) as PropertyValues;
  if (managed.key === undefined) {
    if (read === undefined) return undefined;
    const held = await readSaved(connection, read, write, pathValues(read, parent), options);
    return held === undefined ? [] : [exported(managed, { ...visible(held), ...parent })];
  }
  if (list === undefined) return undefined;
  const found: ExportedResource[] = [];
  for (const one of await listHeld(connection, list, parent, options)) {
    const path = read && pathValues(read, { ...one, ...parent });
    const held = read && path ? await readSaved(connection, read, write, path, options) : one;
    // It may be gone since it was listed.
    if (held !== undefined) found.push(exported(managed, { ...visible(held), ...parent }));
  }
  return found;
}
