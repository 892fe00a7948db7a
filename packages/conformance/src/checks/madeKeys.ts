import {
  isObject,
  locatedBy,
  makesKeys,
  pathInLocation,
  valueAt,
  type Contract,
  type Operation,
  type Property,
  type Resource,
} from '@oidc-admin/contract';
import type { ModelRequest } from '@oidc-admin/model';
import type { Level } from '../runner/runParameters.ts';
import type { WireResponse } from '../wire/wireResponse.ts';
import type { Body } from './bodies.ts';
import { textOf } from './json.ts';
import { NotRun } from './notRun.ts';
import { parentIn, refAt, type ResourceRef } from './resourceRef.ts';

/** What a create has made, by the key in its response or in its `Location`; undefined where that shows none. */
export function madeRef(
  contract: Contract,
  resource: Resource,
  operation: Operation,
  path: Readonly<Record<string, string>>,
  response: Pick<WireResponse, 'status' | 'json' | 'headers'> | undefined,
): ResourceRef | undefined {
  const { action } = operation;
  const { key } = resource;
  if (action.does !== 'create' || key === undefined || !makesKeys(resource)) return undefined;
  if (response === undefined || response.status >= 300) return undefined;
  const shown = valueAt(response.json, action.at);
  const made =
    (isObject(shown) ? shown[key] : undefined) ??
    pathOfMade(contract, operation, path, response)?.[key];
  if (typeof made !== 'string' && typeof made !== 'number') return undefined;
  return refAt(resource, parentIn(resource, path), textOf(made));
}

/** The path parameters that the `Location` of a response gives what was made; undefined where it leads to no such thing. */
export function pathOfMade(
  contract: Contract,
  operation: Operation,
  path: Readonly<Record<string, string>>,
  { status, headers }: Pick<WireResponse, 'status' | 'headers'>,
): Readonly<Record<string, string>> | undefined {
  const documented = operation.responses.find((one) => one.status === status);
  const located = documented && locatedBy(operation, documented, contract);
  if (located === undefined || headers['location'] === undefined) return undefined;
  return pathInLocation(contract, operation, path, located, headers['location']);
}

/** What a body must hold of something: its key or, where the server makes that, a name of the run to find it again by. */
export function givenBody({ resource, key }: ResourceRef, newLabel: () => string): Body {
  if (resource.key === undefined) return {};
  if (!makesKeys(resource)) return { [resource.key]: key };
  return resource.label === undefined ? {} : { [resource.label]: newLabel() };
}

/** Far above what a server counts to, and below what 32 bits hold. */
const highest = 2_147_000_000;
/** Where there are no more keys than these, a server may have made any of them. */
const fewKeys = 1_000_000;

function highestKey({ maximum = highest, schema }: Property): number {
  const { exclusiveMaximum: above } = schema;
  return Math.min(maximum, typeof above === 'number' ? above - 1 : highest, highest);
}

/** Whether a server that counts its keys may have made each that is allowed, so that none is certainly free. */
export function hasFewKeys(resource: Resource): boolean {
  const property = resource.properties.find(({ name }) => name === resource.key);
  if (!makesKeys(resource) || property?.types.includes('string') !== false) return false;
  return highestKey(property) - Math.max(property.minimum ?? 0, 0) < fewKeys;
}

/** A key that the server has not made, for a request that must find nothing. Throws `NotRun` where none is known. */
export function absentKey(pool: { newKey(of?: Resource): string }, resource?: Resource): string {
  if (resource !== undefined && hasFewKeys(resource))
    throw new NotRun(
      'preparation',
      `the server makes the keys of a ${resource.name}, and may have made each that is allowed`,
    );
  return pool.newKey(resource);
}

/** The level that a change under such a key needs: nobody knows for certain which keys a server has made. */
export function levelToMiss(operation: Operation, resource?: Resource): Level | undefined {
  const isUnsure = resource !== undefined && makesKeys(resource);
  return operation.changes && isUnsure ? 'disposable' : undefined;
}

/** A key of the kind that a server makes, and that it has not made; `number` makes it different from others. */
export function unmadeKey({ key, properties }: Resource, number: number, ownKey: string): string {
  const property = properties.find(({ name }) => name === key);
  if (property?.types.includes('string') === false) return String(highestKey(property) - number);
  if (property?.format !== 'uuid') return ownKey;
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** The name of the run in a body, in lower case; empty where it has none. */
export function labelIn({ label = '' }: Resource, body: ModelRequest['body']): string {
  const text = body.kind === 'json' && isObject(body.value) ? body.value[label] : undefined;
  return typeof text === 'string' ? text.toLowerCase() : '';
}
