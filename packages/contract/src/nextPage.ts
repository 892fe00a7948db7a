import type { Paging } from './description.ts';
import { valueAt } from './pointer.ts';

/** The values of the query parameters of one request. */
export type Query = Readonly<Record<string, string>>;

/** A page as a server showed it. */
export interface ShownPage {
  readonly body: unknown;
  /** What tells its elements from each other, such as their keys. */
  readonly names: readonly string[];
  /** Under which URL it was asked for: a link to the next one has to stay at the same origin. Left out where nobody knows it. */
  readonly url?: string | undefined;
  /** Its header `Link`, where it has one. */
  readonly linkHeader?: string | undefined;
}

/** How to ask for a page: by the list's own path with a query or, where a link led there, by this URL. */
export interface NextPage {
  readonly query: Query;
  readonly url?: string;
}

/**
 * Why what should lead to the next page leads nowhere: to another origin, to the same list under another name of its server (as
 * behind a proxy), it is no link, nobody sends anything so long, or it says nothing that who asks by a query could ask for.
 */
export type Astray = 'elsewhere' | 'otherName' | 'noLink' | 'tooLong' | 'notAsked';

/** Servers refuse a URL of half this length. */
const longest = 16_384;

/** How many elements a page holds at most; undefined where neither the request nor the document says so. */
export function pageSize({ limit, usual, most }: Paging, query: Query): number | undefined {
  const asked = Object.hasOwn(query, limit) ? Number(query[limit]) : usual;
  return asked === undefined || Number.isNaN(asked) ? usual : Math.min(asked, most ?? asked);
}

/**
 * The same of a page that nobody but its server knows how it came to be asked for: a cursor may hold the size that was asked for
 * with the first one.
 */
export function longestPage(paging: Paging, query: Query): number | undefined {
  const { by, from, limit, most } = paging;
  const isHeld = by === 'cursor' && Object.hasOwn(query, from) && !Object.hasOwn(query, limit);
  return isHeld ? most : pageSize(paging, query);
}

/** The page after one that was shown for a query; undefined after the last one. */
export function nextPage(
  paging: Paging,
  query: Query,
  shown: ShownPage,
): NextPage | Astray | undefined {
  const { by, from, first, next, link } = paging;
  if (next !== undefined) {
    const said = next === 'Link' ? linkedNext(shown.linkHeader) : valueAt(shown.body, next);
    if (said === undefined || said === null || said === '') return undefined;
    if (typeof said === 'string' && said.length > longest) return 'tooLong';
    if (link !== undefined || isLinkWith(said, from)) return linkedPage(said, shown.url, from);
    const cursor = cursorIn(said, from);
    return cursor === undefined ? undefined : { query: { ...query, [from]: cursor } };
  }
  const count = shown.names.length;
  const size = pageSize(paging, query);
  if (count === 0 || (size !== undefined && count < size)) return undefined;
  const here = Object.hasOwn(query, from) ? Number(query[from]) : first;
  return { query: { ...query, [from]: String(here + (by === 'page' ? 1 : count)) } };
}

/** A cursor: what stands under that name in the query of a value or, where it has none, the value itself. */
function cursorIn(value: unknown, name: string): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  const mark = value.indexOf('?');
  if (mark < 0) return value;
  return new URLSearchParams(value.slice(mark)).get(name) ?? value;
}

/** Whether it is a whole URL that asks for a page. Any other one is a cursor: the last key, which may be a URL. */
function isLinkWith(value: unknown, from: string): boolean {
  if (typeof value !== 'string' || !/^https?:\/\//i.test(value)) return false;
  return URL.parse(value)?.searchParams.has(from) === true;
}

/**
 * Where a link leads, as far as it is at the origin of the page that has it. What it says of who calls is nobody's business. Who does
 * not know that page's URL asks by the list's own path with the link's query: nothing goes to where the link leads.
 */
function linkedPage(link: unknown, url: string | undefined, from: string): NextPage | Astray {
  const base = url ?? 'http://localhost/';
  if (typeof link !== 'string' || !URL.canParse(link, base)) return 'noLink';
  const { origin, pathname, search, searchParams } = new URL(link, base);
  const query = Object.fromEntries(searchParams);
  if (url === undefined) return searchParams.has(from) ? { query } : 'notAsked';
  const own = new URL(url);
  if (origin !== own.origin) return isSamePath(pathname, own.pathname) ? 'otherName' : 'elsewhere';
  return { query, url: origin + pathname + search };
}

/** Whether two paths are one, of which a proxy may have cut the beginning. */
function isSamePath(one: string, other: string): boolean {
  return one.length > 1 && other.length > 1 && (one.endsWith(other) || other.endsWith(one));
}

const targetOfLink = /[\s,]*<([^<>\s]*)>/y;
// A value without quotes goes on to the next separator (RFC 8288, B.3): RFC 5988 lets media types be written so.
const parameterOfLink =
  /\s*;\s*(?:([\w!#$%&'*+.^|~`-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?)?/y;
const endOfLink = /\s*(?:,\s*|$)/y;

/**
 * The target of the first link of a header `Link` whose relation is `next` (RFC 8288); undefined where there is none. For what is no
 * such header it answers what is no text, and so no link.
 */
function linkedNext(header: string | undefined): unknown {
  const text = header ?? '';
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  while (at < text.length) {
    const target = take(targetOfLink)?.[1];
    if (target === undefined) return /^[\s,]*$/.test(text.slice(at)) ? undefined : {};
    const said = new Map<string, string>();
    for (let one = take(parameterOfLink); one !== null; one = take(parameterOfLink)) {
      const [, name = '', quoted, plain = ''] = one;
      const value = quoted?.replaceAll(/\\(.)/g, '$1') ?? plain;
      if (!said.has(name.toLowerCase())) said.set(name.toLowerCase(), value);
    }
    if (take(endOfLink) === null) return {};
    const relations = (said.get('rel') ?? '').toLowerCase().split(/\s+/);
    // One with an anchor speaks of another page.
    if (relations.includes('next') && !said.has('anchor')) return target;
  }
  return undefined;
}
