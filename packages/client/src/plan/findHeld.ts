import type { CommandOperation } from '@oidc-admin/contract';
import { PageWalk, whyEarly } from '@oidc-admin/contract/paging';
import { linkHeaders } from '../attempt.ts';
import type { CommandOptions, Connection } from '../commandLine.ts';
import { DocumentedError } from '../documentedErrors.ts';
import { UnexpectedResponseError } from '../errors.ts';
import { hasProperties } from '../redactor.ts';
import { partAt, readSaved } from '../savedResource.ts';
import { isValues, type ManagedResource, type PropertyValues } from './managedResource.ts';

/** What a server holds of a resource, or why that cannot be told. */
export type Held =
  | {
      /** What a read answers; undefined where nothing is saved. */
      readonly held: PropertyValues | undefined;
      /** The path parameters that reach it, as far as they are known. */
      readonly path: PropertyValues;
    }
  | { readonly problem: string };

/** The values of an operation's path parameters, as far as they are known. */
export function pathValues(
  { parameters }: CommandOperation,
  properties: PropertyValues,
): PropertyValues {
  const named = parameters.filter((one) => one.in === 'path' && properties[one.name] !== undefined);
  return Object.fromEntries(named.map(({ name }) => [name, properties[name]]));
}

/** Of the query that leads to a page, the values of parameters that the operation has. */
function queryValues({ parameters }: CommandOperation, query: PropertyValues): PropertyValues {
  const known = parameters.filter((one) => one.in === 'query' && query[one.name] !== undefined);
  return Object.fromEntries(known.map(({ name }) => [name, query[name]]));
}

/** All of a kind that a server holds, below the parent that `properties` name. */
export async function listHeld(
  connection: Pick<Connection, 'call'>,
  list: CommandOperation,
  properties: PropertyValues,
  options: CommandOptions,
): Promise<PropertyValues[]> {
  const { paging, action } = list;
  const held: PropertyValues[] = [];
  const known = new Set<string>();
  const walk = new PageWalk(paging);
  while (walk.query !== undefined) {
    // A link may repeat more than the operation is asked with, such as what stands in its path.
    const input = { ...queryValues(list, walk.query), ...pathValues(list, properties) };
    let body: unknown;
    try {
      body = await connection.call(list.id, input, options);
    } catch (error) {
      if (error instanceof DocumentedError && walk.isBehindLast(error.status)) break;
      throw error;
    }
    const found: unknown = partAt(body, 'at' in action ? action.at : '');
    const values: readonly unknown[] = Array.isArray(found) ? found : [];
    const added = values.filter(isValues).filter((one) => !known.has(JSON.stringify(one)));
    for (const one of added) known.add(JSON.stringify(one));
    held.push(...added);
    const names = values.map((one) => JSON.stringify(one));
    // Only the query of a link is asked, at the server's own address: what name the server gives itself does not matter.
    walk.add({ body, names, linkHeader: hasProperties(body) ? linkHeaders.get(body) : undefined });
  }
  const message = whyEarly(list, walk.early);
  if (message !== undefined)
    throw new UnexpectedResponseError({ message, operation: list.id, reason: 'pages' });
  return held;
}

async function findListed(
  managed: ManagedResource,
  list: CommandOperation,
  name: string,
  connection: Pick<Connection, 'call'>,
  properties: PropertyValues,
  options: CommandOptions,
): Promise<Held> {
  const all = await listHeld(connection, list, properties, options);
  const [held, ...others] = all.filter((one) => one[name] === properties[name]);
  if (others.length > 0)
    return { problem: `the server has more than one ${managed.name} with this ${name}` };
  const { key } = managed;
  const made = key !== undefined && held !== undefined ? { [key]: held[key] } : {};
  return { held, path: { ...properties, ...made } };
}

/** Finds what a server holds of a declared resource: by what names it, or in the list where the server makes the key. */
export async function findHeld(
  managed: ManagedResource,
  connection: Pick<Connection, 'call'>,
  properties: PropertyValues,
  options: CommandOptions,
): Promise<Held> {
  const { key, label, isKeyMade, operations } = managed;
  const { read, list, create, replace, merge, save, delete: gone } = operations;
  const write = save ?? replace ?? create ?? merge ?? gone;
  const name = isKeyMade && properties[key ?? ''] === undefined ? label : key;
  const isByList = read === undefined || (name !== key && name !== undefined);
  if (isByList && list !== undefined && name !== undefined) {
    const found = await findListed(managed, list, name, connection, properties, options);
    if ('problem' in found || found.held === undefined || read === undefined) return found;
    // A list may show less than a read.
    const held = await readSaved(
      connection,
      read,
      write ?? read,
      pathValues(read, found.path),
      options,
    );
    return { held, path: found.path };
  }
  if (read === undefined || write === undefined)
    return { problem: `the API has no operation that shows a ${managed.name}` };
  const held = await readSaved(connection, read, write, pathValues(read, properties), options);
  return { held, path: properties };
}
