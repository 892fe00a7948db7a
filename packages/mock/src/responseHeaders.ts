import { validateHeaderValue } from 'node:http';
import {
  filledPath,
  headerOf,
  isObject,
  locatedBy,
  ownValue,
  parentTextIn,
  type Contract,
  type DocumentedResponse,
  type JsonValue,
  type Operation,
} from '@oidc-admin/contract';
import {
  savedAt,
  type AllowedResponse,
  type Model,
  type ModelRequest,
  type ModelState,
} from '@oidc-admin/model';
import { schemaExample } from './schemaExample.ts';

type HeaderLine = readonly [name: string, value: string];

/** What was asked for, and where. */
interface Asked {
  readonly contract: Contract;
  readonly model: Model;
  readonly operation: Operation;
  readonly request: ModelRequest;
  /** What stands before each path of the API. */
  readonly prefix: string;
}

/**
 * Where what was created can be read: a path, which callers resolve against their own URL (RFC 9110, 10.2.2), or the whole URL
 * where the document has it so. `made`: the key that the server has made. Empty where the response has no such header.
 */
export function locationOf(
  { contract, operation, request, prefix }: Asked,
  response: DocumentedResponse | undefined,
  made: JsonValue | undefined,
): readonly HeaderLine[] {
  const located = response && locatedBy(operation, response, contract);
  if (located === undefined) return [];
  const { key = '' } = located.resource;
  const named = ownValue(request.path, key) ?? made ?? ownValue(sentIn(request), key);
  if (named === undefined) return [];
  const path = filledPath(located.read.path, { ...request.path, [key]: textOf(named) });
  const whole = `${prefix}${contract.basePath}${path}`;
  const base = wantsWholeLocation(response) ? request.url : undefined;
  return [['location', base === undefined ? whole : `${new URL(base).origin}${whole}`]];
}

/** Whether the `Location` of a response is a whole URL: `uri` is none that may be relative, as `uri-reference` is. */
export function wantsWholeLocation(response: DocumentedResponse | undefined): boolean {
  return response !== undefined && headerOf(response, 'location')?.schema['format'] === 'uri';
}

/**
 * The `ETag` of what a success shows or has written, what leads to other pages, and a sample of every other documented header
 * that has to be there.
 */
export function otherHeaders(
  asked: Asked,
  response: DocumentedResponse | undefined,
  after: {
    readonly next: ModelState;
    readonly made: JsonValue | undefined;
    readonly body: JsonValue | undefined;
    readonly allowed: AllowedResponse;
    /** The `Location` that the response has, if any. */
    readonly location: readonly HeaderLine[];
  },
): readonly HeaderLine[] {
  if (response === undefined) return [];
  const tag = headerOf(response, 'etag') === undefined ? undefined : tagIn(asked, after);
  const links = linksOf(after.allowed);
  const known = [
    ...(tag === undefined ? [] : [['etag', tag] as const]),
    ...(links === undefined ? [] : [links]),
  ];
  const names = new Set([...ofTheWire, ...[...known, ...after.location].map(([name]) => name)]);
  const others = response.headers
    .filter(({ name, required }) => required && !names.has(name.toLowerCase()))
    .map(({ name, schema }): HeaderLine => [name.toLowerCase(), textOf(schemaExample(schema))]);
  return [...known, ...others.filter(isSendable)];
}

/** What says how a response is sent, of which a sample would be wrong. */
const ofTheWire = [
  'connection',
  'content-encoding',
  'content-length',
  'content-range',
  'content-type',
  'date',
  'keep-alive',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** Whether HTTP can carry it: an example may have characters of any script. */
function isSendable([name, value]: HeaderLine): boolean {
  try {
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

/** The tag of what a request reads or has written. */
export function tagIn(
  { contract, model, operation, request }: Asked,
  { next, made, body }: Omit<Parameters<typeof otherHeaders>[2], 'allowed' | 'location'>,
): string | undefined {
  const { action } = operation;
  const resource = contract.resources.find(
    ({ name }) => 'resource' in action && name === action.resource,
  );
  const { tagOf } = model.deployment;
  if (resource === undefined || action.does === 'list') return tagOf?.({ shown: body ?? null });
  const parent = parentTextIn(resource, request.path);
  const { key = '', name } = resource;
  const named = ownValue(request.path, key) ?? made ?? ownValue(sentIn(request), key) ?? '';
  const saved = savedAt(next, { resource: name, parent, key: textOf(named) });
  // What exists once may be shown before it was first saved.
  return tagOf?.(saved ?? {});
}

function sentIn({ body }: ModelRequest): { readonly [name: string]: JsonValue } {
  return body.kind === 'json' && isObject(body.value) ? body.value : {};
}

/** What leads to other pages of a list (RFC 8288). */
function linksOf({ body }: AllowedResponse): HeaderLine | undefined {
  const links = body.kind === 'json' ? body.list?.page?.links : undefined;
  if (links === undefined) return undefined;
  const all = Object.entries(links).map(([relation, target]) => `<${target}>; rel="${relation}"`);
  return ['link', all.join(', ')];
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
