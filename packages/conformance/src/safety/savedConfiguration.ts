import { isDeepStrictEqual } from 'node:util';
import type { Opened } from '@oidc-admin/client';
import {
  parentPath,
  below,
  elementSteps,
  isEach,
  isObject,
  lastName,
  valueAt,
  type Contract,
  type ElementNode,
  type JsonValue,
  type Operation,
  type Resource,
  parentTexts,
} from '@oidc-admin/contract';
import { saysAbsent } from '@oidc-admin/model';
import { treeOf, withBodyValue } from '../checks/bodies.ts';
import type { Environment } from '../runner/runParameters.ts';
import {
  sendOperation,
  type TargetResponse,
  type TargetConnection,
} from '../runner/targetRequest.ts';
import { mergeBack } from './mergeBack.ts';

/** Where something is that the run changes and has not made: under a parent, or under a key. */
export interface SavedPlace {
  readonly resource: string;
  readonly parent: string;
  /** Of what the options call existing. */
  readonly key?: string;
  /** The how manieth of its resource it is, from 0: its secrets have variables by this. */
  readonly index?: number;
}

/** What was at one place before the run. */
export interface SavedConfiguration extends SavedPlace {
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

/** The resources of which there is one, or one under each parent, to be read, and saved again. */
export function configurations(contract: Contract): Resource[] {
  return contract.resources.filter(
    ({ key, operations: { read, save, merge } }) =>
      key === undefined && read !== undefined && (save ?? merge) !== undefined,
  );
}

/** The parents under which a run finds a resource; the one that has no name, where it has none. */
export function parentsOf(
  { access }: Pick<TargetConnection, 'access'>,
  environment: Environment,
  resource: Pick<Resource, 'parent' | 'above'>,
): readonly string[] {
  return resource.parent === undefined ? [''] : parentTexts(resource, access.parents(environment));
}

/** The value that a response's action has at its pointer. */
export function responseValue(operation: Operation, body: unknown): unknown {
  return valueAt(body, 'at' in operation.action ? operation.action.at : '');
}

function answered({ status }: TargetResponse, operation: Operation): Error {
  return new Error(`${operation.id} answered ${status}`);
}

/** The path parameters that name a place. */
function pathOf(resource: Resource, { parent, key = '' }: SavedPlace): Record<string, string> {
  return {
    ...parentPath(resource, parent),
    ...(resource.key !== undefined && { [resource.key]: key }),
  };
}

/** The operation that writes again what was there: of the whole or, where there is none, one that merges. */
export function writerOf(contract: Contract, resource: Resource): Operation | undefined {
  const whole = operationOf(contract, resource, resource.key === undefined ? 'save' : 'replace');
  return whole ?? operationOf(contract, resource, 'merge');
}

/** A place for people. */
export function placeName(resource: Resource, { parent, key }: SavedPlace): string {
  if (key !== undefined) return `${resource.name} ${key}`;
  return resource.parent === undefined ? resource.name : `${resource.parent} ${parent}`;
}

/** Reads what is at a place. Throws where the response is neither a configuration nor that there is none. */
export async function readConfiguration(
  connection: TargetConnection,
  opened: Opened,
  resource: Resource,
  place: SavedPlace,
): Promise<SavedConfiguration> {
  const operation = operationOf(connection.contract, resource, 'read');
  if (operation === undefined) throw new Error(`${resource.name} cannot be read`);
  const response = await sendOperation(connection, opened, operation, {
    path: pathOf(resource, place),
  });
  const value = response.status === 404 ? undefined : responseValue(operation, response.body);
  if (response.status !== 200 && response.status !== 404) throw answered(response, operation);
  const { status, body } = response;
  const isAbsent =
    resource.absent !== undefined && saysAbsent(resource.absent, status, body as JsonValue);
  if (isAbsent || typeof value !== 'object' || value === null) return place;
  const sensitive = new Set(
    [
      ...resource.properties
        .filter((property) => property.sensitive)
        .map(({ name }) => lastName(name)),
      ...connection.contract.sensitive.properties,
    ].map((name) => name.toLowerCase()),
  );
  const properties = withoutNamed(value as JsonValue, sensitive) as Record<string, JsonValue>;
  return { ...place, properties };
}

/** A copy without what has one of these names, and without what is null, at any depth. */
function withoutNamed(value: JsonValue, names: ReadonlySet<string>): JsonValue {
  if (Array.isArray(value))
    return (value as readonly JsonValue[]).map((one) => withoutNamed(one, names));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([name, inner]): [string, JsonValue][] =>
    names.has(name.toLowerCase()) || inner === null ? [] : [[name, withoutNamed(inner, names)]],
  );
  return Object.fromEntries(entries);
}

/** The properties of a configuration that a save can carry. */
export function sendable(
  contract: Contract,
  resource: Resource,
  properties: Readonly<Record<string, JsonValue>>,
): Record<string, JsonValue> {
  const tree = treeOf(writerOf(contract, resource)?.body?.properties ?? []);
  return carried(tree, properties) as Record<string, JsonValue>;
}

/** What of a value has a place in the body of a save: what the server makes inside of objects has none. */
function carried(node: ElementNode, value: JsonValue): JsonValue {
  const { elements, inner, values } = node;
  if (Array.isArray(value))
    return elements === undefined
      ? value
      : (value as readonly JsonValue[]).map((one) => carried(elements, one));
  if (!isObject(value) || (inner.size === 0 && values === undefined)) return value;
  const entries = Object.entries(value).flatMap(([name, one]): [string, JsonValue][] => {
    const known = inner.get(name) ?? values;
    return known === undefined ? [] : [[name, carried(known, one)]];
  });
  return Object.fromEntries(entries);
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
  { resource: name, parent, index }: SavedPlace,
): OriginalSecret[] {
  const resource = contract.resources.find((one) => one.name === name);
  if (resource === undefined) return [];
  const place = index ?? parentsOf({ access }, environment, resource).indexOf(parent);
  if (place < 0) return [];
  return secretsOf(contract, resource).map((property) => {
    const variable = variableOf(contract, place, property);
    const value = isSingle(property) ? (environment[variable] ?? '') : '';
    return { property, variable, ...(value !== '' && { value }) };
  });
}

/** Whether there can be one only. Of several in a list or a map, nobody knows whose a variable would be. */
function isSingle(property: string): boolean {
  return elementSteps(property).every((step) => !isEach(step));
}

/** The names of the secrets that are written with what is put back. */
function secretsOf(contract: Contract, resource: Resource): readonly string[] {
  const properties = writerOf(contract, resource)?.body?.properties ?? [];
  return properties.filter(({ sensitive }) => sensitive).map(({ name }) => name);
}

function variableOf({ api }: Contract, place: number, property: string): string {
  return [api, ...Array<string>(place).fill('other'), 'original', property]
    .join('_')
    .replaceAll(/[^A-Za-z0-9]/g, '_')
    .toUpperCase();
}

/** The environment variables that hold secrets to put back: of the first place of each resource, and of a second one. */
export function originalVariables(contract: Contract): readonly string[] {
  const secrets = contract.resources.flatMap((resource) => secretsOf(contract, resource));
  return [...new Set(secrets.filter(isSingle))].flatMap((property) =>
    [0, 1].map((place) => variableOf(contract, place, property)),
  );
}

/** Whether what a secret stands in is there: a secret makes no object of its own. */
function hasPlace(body: JsonValue, property: string): boolean {
  return valueAt(body, below('', ...elementSteps(property).slice(0, -1))) !== undefined;
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
  const operation = resource && writerOf(contract, resource);
  if (resource === undefined || operation === undefined || before.properties === undefined)
    return [];
  const wanted = sendable(contract, resource, before.properties);
  const where = placeName(resource, before);
  const known = parentsOf(connection, environment, resource);
  if (before.key === undefined && !known.includes(before.parent))
    return [`${where}: not put back, since the environment names ${known.join(', ') || 'none'}`];
  const { properties: _, ...place } = before;
  const readSendable = async (): Promise<Record<string, JsonValue>> => {
    const { properties = {} } = await readConfiguration(connection, opened, resource, place);
    return sendable(contract, resource, properties);
  };
  const isMerge = operation.action.does === 'merge';
  const all = isMerge ? mergeBack(operation, await readSendable(), wanted) : wanted;
  const body = originalSecrets(connection, environment, before).reduce<JsonValue>(
    (filled, { property, value }) =>
      value === undefined || !hasPlace(filled, property)
        ? filled
        : withBodyValue(filled, property, value),
    all,
  );
  const path = pathOf(resource, before);
  const response = await sendOperation(connection, opened, operation, {
    path,
    body,
  });
  if (response.status < 200 || response.status > 299) throw answered(response, operation);
  const now = await readSendable();
  // Whoever writes the whole has removed the rest; what is there then are the server's own defaults.
  const added = isMerge ? Object.keys(now) : [];
  return [...new Set([...Object.keys(wanted), ...added])]
    .filter((name) => !isDeepStrictEqual(now[name], wanted[name]))
    .map((name) =>
      name in wanted
        ? `${where}: ${name} did not come back as it was`
        : `${where}: ${name} was not there before, and could not be removed`,
    );
}
