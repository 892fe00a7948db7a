import type { Paging } from './description.ts';
import { valueAt } from './pointer.ts';

/** The values of the query parameters of one request. */
type Query = Readonly<Record<string, string>>;

/** Nobody asks for more pages of one list than this: some server would never end. */
export const mostPages = 1000;

/** How many elements a page holds at most; undefined where neither the request nor the document says so. */
export function pageSize({ limit, usual, most }: Paging, query: Query): number | undefined {
  const asked = Object.hasOwn(query, limit) ? Number(query[limit]) : usual;
  return asked === undefined || Number.isNaN(asked) ? usual : Math.min(asked, most ?? asked);
}

/** The query of the page after one of which `count` elements were shown in `body`; undefined after the last one. */
export function nextPage(
  paging: Paging,
  query: Query,
  { body, count }: { readonly body: unknown; readonly count: number },
): Record<string, string> | undefined {
  const { by, from, first, next } = paging;
  if (by === 'cursor') {
    const cursor = cursorIn(valueAt(body, next ?? ''), from);
    return cursor === undefined ? undefined : { ...query, [from]: cursor };
  }
  const size = pageSize(paging, query);
  if (count === 0 || (size !== undefined && count < size)) return undefined;
  const here = Object.hasOwn(query, from) ? Number(query[from]) : first;
  return { ...query, [from]: String(here + (by === 'page' ? 1 : count)) };
}

/**
 * Whether the status of a page that comes after a full one says that there are no more: some servers refuse what is behind the
 * last page instead of showing it empty. A cursor is the server's own, and is never behind the last page.
 */
export function isBehindLast({ by }: Paging, status: number): boolean {
  return by !== 'cursor' && [400, 404, 416, 422].includes(status);
}

/** A cursor: the value itself or, of a link, what its query has under that name. */
function cursorIn(value: unknown, name: string): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string' || value === '') return undefined;
  const mark = value.indexOf('?');
  if (mark < 0) return value;
  return new URLSearchParams(value.slice(mark)).get(name) ?? undefined;
}
