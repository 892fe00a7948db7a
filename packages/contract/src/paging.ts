import type { Paging } from './description.ts';
import { nextPage, type Astray, type NextPage, type Query, type ShownPage } from './nextPage.ts';

/** Nobody asks for more pages of one list than this: some server would never end. */
const mostPages = 1000;

/** So many pages in a row that show only what was shown before are no accident: they would be shown for ever. */
const mostRepeated = 4;

/**
 * Whether the status of a page that comes after a full one says that there are no more: some servers refuse what is behind the
 * last page instead of showing it empty. Nobody asks by a cursor that no page has shown.
 */
export function isBehindLast({ by }: Paging, status: number): boolean {
  return by !== 'cursor' && [400, 404, 416, 422].includes(status);
}

/** The way through the pages of one list, for everybody who reads lists: which page to ask for next, and when there is no other. */
export class PageWalk {
  readonly #paging: Paging | undefined;
  readonly #asked = new Set<string>();
  readonly #shown = new Set<string>();
  #next: NextPage | undefined;
  #pages = 0;
  #repeated = 0;
  #isScroll = false;

  /** Why it ended before its last page: the next one led back to an earlier one or nowhere, or nobody reads so many. */
  early: 'circle' | 'tooMany' | Astray | undefined;

  constructor(paging: Paging | undefined, query: Query = {}) {
    this.#paging = paging;
    this.#next = { query };
    this.#asked.add(JSON.stringify(query));
  }

  /** What to ask for; undefined where there is nothing more. */
  get query(): Query | undefined {
    return this.#next?.query;
  }

  /** The whole URL to ask, where a link led to it; what has no way to ask a URL asks its {@link query}. */
  get url(): string | undefined {
    return this.#next?.url;
  }

  /**
   * Whether the refusal of a page only says that the one before it was the last. What that one led to is the server's own, and is
   * never behind the last page.
   */
  isBehindLast(status: number): boolean {
    const paging = this.#paging;
    if (paging === undefined || this.#pages === 0) return false;
    return paging.next === undefined && isBehindLast(paging, status);
  }

  /** Takes what was shown for the last query, and goes on to the next one. */
  add(shown: ShownPage): void {
    const { names } = shown;
    const paging = this.#paging;
    const asked = this.query ?? {};
    this.#pages += 1;
    const isNew = names.some((name) => !this.#shown.has(name));
    for (const name of names) this.#shown.add(name);
    const isRepeated = names.length > 0 && !isNew;
    this.#repeated = isRepeated ? this.#repeated + 1 : 0;
    const next =
      paging === undefined || (isRepeated && paging.next === undefined)
        ? undefined
        : nextPage(paging, asked, shown);
    if (typeof next === 'string') return this.#end(next);
    this.#next = next;
    if (next === undefined) return;
    const text = next.url ?? JSON.stringify(next.query);
    const wasAsked = this.#asked.has(text);
    this.#asked.add(text);
    // Some servers give one cursor for all pages, and show new ones under it until one is empty.
    if (wasAsked && isNew) this.#isScroll = true;
    if (wasAsked && !isNew) this.#end(names.length === 0 && this.#isScroll ? undefined : 'circle');
    else if (this.#repeated >= mostRepeated) this.#end('circle');
    else if (this.#pages >= mostPages) this.#end('tooMany');
  }

  #end(early: PageWalk['early']): void {
    this.#next = undefined;
    this.early = early;
  }
}

const ledAstray: Readonly<Record<'circle' | Astray, string>> = {
  circle: 'leads back to an earlier one',
  elsewhere: 'leads to another server, which nobody asks',
  otherName: 'leads to this list under another name of its server, which nobody asks',
  notAsked: 'leads to what its parameters cannot ask for',
  noLink: 'is no link',
  tooLong: 'is longer than anybody sends',
};

/** Says what is wrong with what leads to the next page of a list. */
export function whyAstray(early: 'circle' | Astray, name?: string): string {
  return `what leads to the next page${name === undefined ? '' : ` of ${name}`} ${ledAstray[early]}`;
}

/** Says why a list was not read to its end; undefined where it was. */
export function whyEarly(
  { id }: { readonly id: string },
  early: PageWalk['early'],
): string | undefined {
  if (early === 'tooMany') return `${id} shows more than ${mostPages} pages`;
  return early && whyAstray(early, id);
}
