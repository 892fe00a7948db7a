import type { Contract, Operation } from '@oidc-admin/contract';
import { controlTokenHeader } from './controlGuard.ts';
import type { MockExchange } from './exchange.ts';

/** What is compared without case: names of headers, query parameters and properties that hold secrets. */
export function lowerCase(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => name.toLowerCase()));
}

/** The credentials in the headers of a request: each whole, without its scheme, and in parts. */
export function headerSecrets(
  { sensitive }: Contract,
  { received: { headers } }: MockExchange,
): readonly string[] {
  const always = ['authorization', 'cookie', 'proxy-authorization', controlTokenHeader];
  return [...lowerCase([...sensitive.headers, ...always])].flatMap((name) => {
    const value = headers[name] ?? '';
    const bare = value.replace(/^\S+\s+/, '');
    const [scheme = ''] = value.split(/\s/, 1);
    return [value, bare, ...(scheme.toLowerCase() === 'basic' ? ofBasic(bare) : partsOf(bare))];
  });
}

function ofBasic(encoded: string): readonly string[] {
  const text = Buffer.from(encoded, 'base64').toString();
  return [text, text.slice(text.indexOf(':') + 1)];
}

/** Cookies, and the parameters of a signature; what is shorter than a credential stands in every other text. */
function partsOf(value: string): readonly string[] {
  return value
    .split(/[,;]\s*/)
    .flatMap((part) => [part, part.slice(part.indexOf('=') + 1).replaceAll('"', '')])
    .filter((part) => part.length > 4);
}

/** One part of a query; `secret` is undefined where everybody may see it. */
interface QueryPart {
  readonly shown: string;
  readonly secret?: string;
}

const hidden = '[redacted]';

/** The query of a request in parts. A name that is not documented may be a misspelt one. */
export function queryParts(
  { operations, sensitive }: Contract,
  { received: { target }, operation }: MockExchange,
): readonly QueryPart[] {
  const mark = target.indexOf('?');
  if (mark < 0) return [];
  const found = operations.find(({ id }) => id === operation);
  const secret = lowerCase(sensitive.query);
  const open = new Set(
    sensitive.wholeQueries.includes(operation ?? '') ? [] : queryNames(found, secret),
  );
  return target
    .slice(mark + 1)
    .split('&')
    .map((part) => {
      const [name = '', ...value] = part.split('=');
      if (open.has(decoded(name))) return { shown: part };
      return value.length === 0
        ? { shown: hidden, secret: part }
        : { shown: `${name}=${hidden}`, secret: value.join('=') };
    });
}

function queryNames(
  operation: Operation | undefined,
  secret: ReadonlySet<string>,
): readonly string[] {
  return (operation?.parameters ?? []).flatMap(({ in: place, name }) =>
    place === 'query' && !secret.has(name.toLowerCase()) ? [name] : [],
  );
}

const segments = new WeakMap<Contract, ReadonlyMap<string, readonly number[]>>();

/** Which segments of the path of a request are secrets, counted from its end. */
export function secretSegments(contract: Contract, { operation }: MockExchange): readonly number[] {
  // A line of the log is written for each request.
  let known = segments.get(contract);
  if (known === undefined) {
    known = new Map(contract.operations.map((one) => [one.id, secretSegmentsOf(contract, one)]));
    segments.set(contract, known);
  }
  return known.get(operation ?? '') ?? [];
}

function secretSegmentsOf({ sensitive }: Contract, found: Operation): readonly number[] {
  const secret = lowerCase(sensitive.properties);
  const names = found.parameters.flatMap((one) =>
    one.in === 'path' && (one.sensitive || secret.has(one.name.toLowerCase())) ? [one.name] : [],
  );
  return found.path
    .split('/')
    .toReversed()
    .flatMap((segment, fromEnd) =>
      names.some((name) => segment.includes(`{${name}}`)) ? [fromEnd] : [],
    );
}

/** A part of a URL as text; as it stands where a percent sign begins no valid sequence. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    return part;
  }
}
