import type { Paging } from './description.ts';
import { valueAt } from './pointer.ts';

/** The values of the query parameters of one request. */
type Query = Readonly<Record<string, string>>;

/** Nobody asks for more pages of one list than this: some server would never end. */
const mostPages = 1000;

/** So many pages in a row that show only what was shown before are no accident: they would be shown for ever. */
const mostRepeated = 4;

/** How many elements a page holds at most; undefined where neither the request nor the document says so. */
export function pageSize({ limit, usual, most }: Paging, query: Query): number | undefined {
  const asked = Object.hasOwn(query, limit) ? Number(query[limit]) : usual;
  return asked === undefined || Number.isNaN(asked) ? usual : Math.min(asked, most ?? asked);
}

/** The query of the page after one of which `count` elements were shown in `body`; undefined after the last one. */
function nextPage(
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

/** A page as a server showed it. */
export interface ShownPage {
  readonly body: unknown;
  /** What tells its elements from each other, such as their keys. */
  readonly names: readonly string[];
}

/** The way through the pages of one list, for everybody who reads lists: which page to ask for next, and when there is no other. */
export class PageWalk {
  readonly #paging: Paging | undefined;
  readonly #asked = new Set<string>();
  readonly #shown = new Set<string>();
  #query: Query | undefined;
  #pages = 0;
  #repeated = 0;
  #isScroll = false;

  /** Why it ended before its last page: the next one led back to an earlier one, or nobody reads so many. */
  early: 'circle' | 'tooMany' | undefined;

  constructor(paging: Paging | undefined, query: Query = {}) {
    this.#paging = paging;
    this.#query = query;
    this.#asked.add(JSON.stringify(query));
  }

  /** What to ask for; undefined where there is nothing more. */
  get query(): Query | undefined {
    return this.#query;
  }

  /** Whether the refusal of a page only says that the one before it was the last. */
  isBehindLast(status: number): boolean {
    return this.#paging !== undefined && this.#pages > 0 && isBehindLast(this.#paging, status);
  }

  /** Takes what was shown for the last query, and goes on to the next one. */
  add({ body, names }: ShownPage): void {
    const paging = this.#paging;
    const asked = this.#query ?? {};
    this.#pages += 1;
    const isNew = names.some((name) => !this.#shown.has(name));
    for (const name of names) this.#shown.add(name);
    const isRepeated = names.length > 0 && !isNew;
    this.#repeated = isRepeated ? this.#repeated + 1 : 0;
    this.#query =
      paging === undefined || (isRepeated && paging.by !== 'cursor')
        ? undefined
        : nextPage(paging, asked, { body, count: names.length });
    if (this.#query === undefined) return;
    const text = JSON.stringify(this.#query);
    const wasAsked = this.#asked.has(text);
    this.#asked.add(text);
    // Some servers give one cursor for all pages, and show new ones under it until one is empty.
    if (wasAsked && isNew) this.#isScroll = true;
    if (wasAsked && !isNew) this.#end(names.length === 0 && this.#isScroll ? undefined : 'circle');
    else if (this.#repeated >= mostRepeated) this.#end('circle');
    else if (this.#pages >= mostPages) this.#end('tooMany');
  }

  #end(early: PageWalk['early']): void {
    this.#query = undefined;
    this.early = early;
  }
}

/** Says why a list was not read to its end; undefined where it was. */
export function whyEarly(
  { id }: { readonly id: string },
  early: PageWalk['early'],
): string | undefined {
  if (early === 'tooMany') return `${id} shows more than ${mostPages} pages`;
  return early && `what leads to the next page of ${id} leads back to an earlier one`;
}
