import { isDeepStrictEqual } from 'node:util';
import type { Opened } from '@oidc-admin/client';
import {
  valueAt,
  type Contract,
  type JsonValue,
  type Operation,
  type Resource,
} from '@oidc-admin/contract';
import type { Environment } from '../runner/runParameters.ts';
import {
  sendOperation,
  type TargetResponse,
  type TargetConnection,
} from '../runner/targetRequest.ts';

/** What was configured under one parent before the run. */
export interface SavedConfiguration {
  readonly resource: string;
  readonly parent: string;
  /** Without sensitive properties; none where nothing was configured. */
  readonly properties?: Readonly<Record<string, JsonValue>>;
}

/** An operation of a resource by what it does. */
export function operationOf(
  contract: Contract,
  resource: Resource,
  does: keyof Resource['operations'],
): Operation | undefined {
  return contract.operations.find(({ id }) => id === resource.operations[does]);
}

/** The resources of which there is one under each parent, to be read, and saved again. */
export function configurations(contract: Contract): Resource[] {
  return contract.resources.filter(
    ({ key, parent, operations }) =>
      key === undefined &&
      parent !== undefined &&
      operations.read !== undefined &&
      operations.save !== undefined,
  );
}

/** The value that a response's action has at its pointer. */
export function responseValue(operation: Operation, body: unknown): unknown {
  return valueAt(body, 'at' in operation.action ? operation.action.at : '');
}

function answered({ status }: TargetResponse, operation: Operation): Error {
  return new Error(`${operation.id} answered ${status}`);
}

/** Reads what is configured under a parent. Throws where the response is neither a configuration nor that there is none. */
export async function readConfiguration(
  connection: TargetConnection,
  opened: Opened,
  resource: Resource,
  parent: string,
): Promise<SavedConfiguration> {
  const operation = operationOf(connection.contract, resource, 'read');
  if (operation === undefined) throw new Error(`${resource.name} cannot be read`);
  const response = await sendOperation(connection, opened, operation, {
    path: { [resource.parent ?? '']: parent },
  });
  const value = response.status === 404 ? undefined : responseValue(operation, response.body);
  if (response.status !== 200 && response.status !== 404) throw answered(response, operation);
  if (typeof value !== 'object' || value === null) return { resource: resource.name, parent };
  const sensitive = new Set(
    [
      ...resource.properties.filter((property) => property.sensitive).map(({ name }) => name),
      ...connection.contract.sensitive.properties,
    ].map((name) => name.toLowerCase()),
  );
  const properties = Object.entries(value as Record<string, JsonValue>).filter(
    ([name, property]) => !sensitive.has(name.toLowerCase()) && property !== null,
  );
  return { resource: resource.name, parent, properties: Object.fromEntries(properties) };
}

/** The properties of a configuration that a save can carry. */
export function sendable(
  contract: Contract,
  resource: Resource,
  properties: Readonly<Record<string, JsonValue>>,
): Record<string, JsonValue> {
  const names = new Set(
    operationOf(contract, resource, 'save')?.body?.properties.map(({ name }) => name),
  );
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.has(name)));
}

/** A secret that a save carries, and the environment variable of its original value under one parent. */
interface OriginalSecret {
  readonly property: string;
  readonly variable: string;
  readonly value?: string;
}

/** The secrets of a configuration: each parent has variables of its own, so that none gets the secret of another. */
export function originalSecrets(
  { contract, access }: Pick<TargetConnection, 'contract' | 'access'>,
  environment: Environment,
  { resource: name, parent }: SavedConfiguration,
): OriginalSecret[] {
  const resource = contract.resources.find((one) => one.name === name);
  if (resource === undefined) return [];
  const place = access.parents(environment)[resource.parent ?? '']?.indexOf(parent) ?? -1;
  if (place < 0) return [];
  const secrets = operationOf(contract, resource, 'save')?.body?.properties ?? [];
  return secrets
    .filter(({ sensitive }) => sensitive)
    .map(({ name: property }) => {
      const words = [contract.api, ...Array<string>(place).fill('other'), 'original', property];
      const variable = words
        .join('_')
        .replaceAll(/[^A-Za-z0-9]/g, '_')
        .toUpperCase();
      const value = environment[variable] ?? '';
      return { property, variable, ...(value !== '' && { value }) };
    });
}

/**
 * Saves a configuration again as it was before, and reads it back. Answers what could not be put back, one line each;
 * throws where the target refuses.
 */
export async function putBack(
  connection: TargetConnection,
  opened: Opened,
  before: SavedConfiguration,
  environment: Environment,
): Promise<string[]> {
  const { contract } = connection;
  const resource = contract.resources.find(({ name }) => name === before.resource);
  const operation = resource && operationOf(contract, resource, 'save');
  if (resource === undefined || operation === undefined || before.properties === undefined)
    return [];
  const wanted = sendable(contract, resource, before.properties);
  const where = `${resource.parent ?? ''} ${before.parent}`;
  const known = connection.access.parents(environment)[resource.parent ?? ''] ?? [];
  if (!known.includes(before.parent))
    return [`${where}: not put back, since the environment names ${known.join(', ') || 'none'}`];
  const secrets = originalSecrets(connection, environment, before).flatMap(({ property, value }) =>
    value === undefined ? [] : [[property, value] as const],
  );
  const path = { [resource.parent ?? '']: before.parent };
  const response = await sendOperation(connection, opened, operation, {
    path,
    body: { ...wanted, ...Object.fromEntries(secrets) },
  });
  if (response.status < 200 || response.status > 299) throw answered(response, operation);
  const now = await readConfiguration(connection, opened, resource, before.parent);
  return Object.entries(wanted)
    .filter(([name, value]) => !isDeepStrictEqual(now.properties?.[name], value))
    .map(([name]) => `${where}: ${name} did not come back as it was`);
}
