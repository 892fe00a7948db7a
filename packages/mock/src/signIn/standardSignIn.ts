import {
  schemesOf,
  type Contract,
  type Operation,
  type SecurityScheme,
} from '@oidc-admin/contract';
import type { Caller } from '@oidc-admin/model';
import type { Received } from '../exchange.ts';
import { readQuery } from '../readQuery.ts';
import type { IssuedTokens } from './issuedTokens.ts';
import { basicParts, type MockCredentials } from './mockCredentials.ts';

/** What one scheme makes of a request. */
type Recognised =
  | { readonly kind: 'none' }
  | { readonly kind: 'signed'; readonly role: string }
  | { readonly kind: 'wrong'; readonly way: string };

/** Whether a scheme is one that OpenAPI has words for. */
export function isStandard({ kind }: SecurityScheme): boolean {
  return kind !== 'session' && kind !== 'signature';
}

/**
 * Who sends a request to an operation whose schemes OpenAPI has words for. `overlooked` are clauses' names of wrong ways that
 * are taken for right.
 */
export function standardCaller(
  {
    contract,
    credentials,
    tokens,
  }: {
    readonly contract: Contract;
    readonly credentials: readonly MockCredentials[];
    readonly tokens: IssuedTokens;
  },
  operation: Operation,
  received: Received,
  now: number,
  overlooked: readonly string[] = [],
): Caller {
  const names = schemesOf(operation);
  const results = names.flatMap((name): (Recognised & { readonly name: string })[] => {
    const scheme = contract.security[name];
    if (scheme === undefined) return [];
    const ways = overlooked.flatMap((element) => {
      if (element === 'none' || names.length === 1) return [element];
      return element.startsWith(`${name}.`) ? [element.slice(name.length + 1)] : [];
    });
    const look: Look = {
      credentials,
      tokens,
      role: operation.roles?.[0],
      overlooked: new Set(ways),
      now,
    };
    return [{ ...recognise(scheme, received, look), name }];
  });
  const signed = results.find(({ kind }) => kind === 'signed');
  if (signed?.kind === 'signed') return { kind: 'signed', role: signed.role };
  const wrong = results.filter((one) => one.kind === 'wrong');
  // Credentials of one scheme look to every other one as if they were sent in the wrong way.
  const found = wrong.find(({ way }) => way !== 'scheme') ?? wrong[0];
  if (found === undefined) return { kind: 'none' };
  return { kind: 'wrong', way: names.length === 1 ? found.way : `${found.name}.${found.way}` };
}

/** What a look at the credentials of a request needs. */
interface Look {
  readonly credentials: readonly MockCredentials[];
  readonly tokens: IssuedTokens;
  /** Of who is let in by mistake. */
  readonly role: string | undefined;
  readonly overlooked: ReadonlySet<string>;
  readonly now: number;
}

/** Whether a request carries credentials of a scheme where these belong, right or wrong. */
export function carries(scheme: SecurityScheme, received: Received): boolean {
  const { value, isMisplaced } = valueOf(scheme, received);
  return value !== '' && !isMisplaced;
}

function recognise(scheme: SecurityScheme, received: Received, look: Look): Recognised {
  const { value, isMisplaced } = valueOf(scheme, received);
  if (value === '') return overlookedOr('none', look);
  if (isMisplaced && !look.overlooked.has('scheme')) return { kind: 'wrong', way: 'scheme' };
  if (scheme.kind === 'basic') return byPassword(value, look);
  const held = scheme.kind === 'apiKey' ? 'apiKey' : 'token';
  if (scheme.kind !== 'oauth2') {
    const known = look.credentials.find((one) => one[held] === value);
    return known === undefined
      ? overlookedOr('unknown', look)
      : { kind: 'signed', role: known.role };
  }
  const issued = look.tokens.of(value);
  if (issued === undefined) return overlookedOr('unknown', look);
  const isOver = look.now >= issued.until && !look.overlooked.has('expired');
  return isOver ? { kind: 'wrong', way: 'expired' } : { kind: 'signed', role: issued.role };
}

function byPassword(value: string, look: Look): Recognised {
  const { username, password } = basicParts(value);
  const known = look.credentials.find((one) => one.username === username);
  if (known === undefined) return overlookedOr('unknown', look);
  if (known.password !== password && !look.overlooked.has('password'))
    return { kind: 'wrong', way: 'password' };
  return { kind: 'signed', role: known.role };
}

function overlookedOr(way: string, { overlooked, role = '' }: Look): Recognised {
  if (overlooked.has(way)) return { kind: 'signed', role };
  return way === 'none' ? { kind: 'none' } : { kind: 'wrong', way };
}

/** The credentials that a request carries, without the word in front; empty where there are none. */
function valueOf(
  { kind, header, parameter }: SecurityScheme,
  { headers, target }: Received,
): { readonly value: string; readonly isMisplaced: boolean } {
  const [, word = '', rest = ''] = /^(?:(\S+) +)?(\S*)$/.exec(headers['authorization'] ?? '') ?? [];
  if (kind !== 'apiKey') {
    const isMisplaced = word.toLowerCase() !== (kind === 'basic' ? 'basic' : 'bearer');
    return { value: rest, isMisplaced };
  }
  if (header.toLowerCase() === 'authorization') return { value: rest, isMisplaced: word !== '' };
  const value = placedValue(header, parameter, headers, target);
  return value === '' ? { value: rest, isMisplaced: true } : { value, isMisplaced: false };
}

function placedValue(
  header: string,
  parameter: SecurityScheme['parameter'],
  headers: Received['headers'],
  target: string,
): string {
  if (parameter === undefined) return headers[header.toLowerCase()] ?? '';
  if (parameter.in === 'query')
    return readQuery(target.split('?', 2)[1] ?? '')?.[parameter.name] ?? '';
  const cookies = (headers['cookie'] ?? '').split(/; */).map((cookie) => cookie.split('='));
  return (
    cookies
      .find(([name]) => name === parameter.name)
      ?.slice(1)
      .join('=') ?? ''
  );
}
