import {
  filledPath,
  isObject,
  locatedBy,
  ownValue,
  type Contract,
  type DocumentedResponse,
  type JsonValue,
  type Operation,
} from '@oidc-admin/contract';
import type { AllowedResponse, ModelRequest } from '@oidc-admin/model';
import { schemaExample } from './schemaExample.ts';

type HeaderLine = readonly [name: string, value: string];

/** What was asked for, and where. */
interface Asked {
  readonly contract: Contract;
  readonly operation: Operation;
  readonly request: ModelRequest;
  /** What stands before each path of the API. */
  readonly prefix: string;
}

/**
 * The documented headers of a success beside its media type: those that say something of what is there, and a sample of every
 * other one that has to be there. `made`: the key that the server has made.
 */
export function responseHeaders(
  input: Asked,
  response: DocumentedResponse | undefined,
  { allowed, made }: { readonly allowed: AllowedResponse; readonly made: JsonValue | undefined },
): readonly HeaderLine[] {
  if (response === undefined) return [];
  const all = [locationOf(input, response, made), linksOf(allowed)];
  const known = all.filter((one) => one !== undefined);
  const names = new Set(['content-type', ...known.map(([name]) => name)]);
  const others = response.headers
    .filter(({ name, required }) => required && !names.has(name.toLowerCase()))
    .map(({ name, schema }): HeaderLine => [name.toLowerCase(), textOf(schemaExample(schema))]);
  return [...known, ...others];
}

/** Where what was created can be read: a path, which callers resolve against their own URL (RFC 9110, 10.2.2). */
function locationOf(
  { contract, operation, request, prefix }: Asked,
  response: DocumentedResponse,
  made: JsonValue | undefined,
): HeaderLine | undefined {
  const located = locatedBy(operation, response, contract);
  if (located === undefined) return undefined;
  const { key = '' } = located.resource;
  const sent =
    request.body.kind === 'json' && isObject(request.body.value) ? request.body.value : {};
  const named = ownValue(request.path, key) ?? made ?? ownValue(sent, key);
  if (named === undefined) return undefined;
  const path = filledPath(located.read.path, { ...request.path, [key]: textOf(named) });
  return ['location', `${prefix}${contract.basePath}${path}`];
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
