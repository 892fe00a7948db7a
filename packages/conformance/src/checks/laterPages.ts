import {
  isObject,
  PageWalk,
  pageSize,
  valueAt,
  whyAstray,
  whyEarly,
  type Clause,
  type Contract,
  type JsonValue,
  type Operation,
} from '@oidc-admin/contract';
import type { AllowedResponse } from '@oidc-admin/model';
import type { FoundMismatch } from '../reports/checkResult.ts';
import { longestResponse } from '../wire/longestResponse.ts';
import type { WireResponse } from '../wire/wireResponse.ts';
import type { CheckRequest } from './checkRequest.ts';
import { replaceAt } from './json.ts';
import type { RunContext } from './runContext.ts';

/** One response to a request for a page, and which exchange it was. */
export interface ExchangedPage {
  readonly response: WireResponse | undefined;
  readonly failure: string;
  readonly index: number;
  /** Under which URL it was asked for: what leads to another server is not followed. */
  readonly url: string;
}

/** How a page after the first one is asked for. */
export interface PageRequest {
  readonly query: Readonly<Record<string, string>>;
  /** The URL to which a link led, instead of the list's own path with the query. */
  readonly url?: string;
}

/** All pages of a list as one response, or the first response that is no page. */
export interface AllPages extends ExchangedPage {
  /** Whether the last page was seen. */
  readonly isWhole: boolean;
  /** The pages that were joined, in their order. */
  readonly pages: readonly { readonly response: WireResponse; readonly index: number }[];
  /** Pages that are longer than they were asked for. */
  readonly mismatches: readonly FoundMismatch[];
  /** Why nobody can tell what the list lacks; empty where all of it was seen at rest. */
  readonly doubt: string;
  /** Where a later page was said not to be there: what the pages before it showed. */
  readonly before?: AllPages;
}

/** What is known where no page was looked for but the first. */
export function onlyPage(first: ExchangedPage, isWhole: boolean): AllPages {
  return { ...first, isWhole, pages: [], mismatches: [], doubt: '' };
}

/** So many characters all pages of one list have together: what is more is not kept. */
const longestList = 4 * longestResponse;

/** Which list is asked for, and from where on. */
type ListRequest = Pick<CheckRequest, 'operation' | 'path' | 'query'>;

/** Asks for the pages after a first one, and joins all of them. */
export async function laterPages(
  run: Pick<RunContext, 'contract' | 'endlessLists'>,
  { operation, path, query = {} }: ListRequest,
  first: ExchangedPage,
  ask: (page: PageRequest) => Promise<ExchangedPage>,
): Promise<AllPages> {
  const { action, paging } = operation;
  if (action.does !== 'list' || paging === undefined) return onlyPage(first, true);
  const { key = '' } = run.contract.resources.find(({ name }) => name === action.resource) ?? {};
  const mismatches: FoundMismatch[] = [];
  const elements: JsonValue[] = [];
  const pages: { response: WireResponse; index: number }[] = [];
  const walk = new PageWalk(paging, query);
  const place = JSON.stringify([operation.id, path]);
  const joined = (doubt: string): AllPages => {
    const isWhole = doubt === '';
    const [head = first] = pages;
    const last = pages.at(-1)?.response ?? first.response;
    if (last === undefined || head.response === undefined)
      return { ...first, isWhole, pages, mismatches, doubt };
    const response = {
      ...last,
      json: replaceAt(head.response.json ?? null, action.at, elements),
      text: pages.map((one) => one.response.text).join('\n'),
      head: pages.map((one) => one.response.head).join('\n'),
    };
    return { ...first, response, isWhole, pages, mismatches, doubt };
  };
  let page = first;
  let length = 0;
  for (;;) {
    const { response, index } = page;
    if (response !== undefined && walk.isBehindLast(response.status)) return joined('');
    const found = valueAt(response?.json, action.at);
    if (response === undefined || response.status >= 300 || !Array.isArray(found)) {
      if (!isLost(response) || pages.length === 0) return { ...onlyPage(page, true), mismatches };
      const message = `what leads to the next page leads to a response with ${response?.status}`;
      const led = walk.url === undefined ? [] : astray(run.contract, operation, message, index);
      const before = joined('');
      return { ...onlyPage(page, true), mismatches: [...mismatches, ...led], before };
    }
    const list = found as readonly JsonValue[];
    pages.push({ response, index });
    length += response.text.length;
    mismatches.push(
      ...tooLongPage(run.contract, operation, list.length, [query, walk.query ?? {}], index),
    );
    // Below several parents, several may have the same key.
    const isKeyed = action.everywhere !== true;
    const names = list.map(
      (one) => JSON.stringify(isObject(one) && isKeyed ? one[key] : one) ?? '',
    );
    const { headers } = response;
    walk.add({ body: response.json, names, url: page.url, linkHeader: headers['link'] });
    const { early } = walk;
    const isCircle = early === 'circle';
    if (!isCircle) elements.push(...list);
    if (early !== undefined && early !== 'tooMany') {
      // Nobody says that an empty page must name another one, nor under which name a server knows itself; but what is behind it
      // was not seen.
      if (early !== 'otherName' && (list.length > 0 || !isCircle))
        mismatches.push(...astray(run.contract, operation, whyAstray(early), index));
      return joined(whyEarly(operation, early) ?? '');
    }
    const goesOn = (walk.query ?? early) !== undefined;
    if (goesOn && (early === 'tooMany' || length > longestList)) run.endlessLists.add(place);
    if (goesOn && run.endlessLists.has(place))
      return joined(`${whyEarly(operation, 'tooMany') ?? ''}, or very long ones`);
    if (walk.query === undefined) return joined('');
    const { query: next, url } = walk;
    page = await ask({ query: next, ...(url !== undefined && { url }) });
  }
}

/** Whether a response says that there is no such page; who may not read it, or not now, is told so under other statuses. */
function isLost(response: WireResponse | undefined): boolean {
  return [400, 404, 405, 410, 422].includes(response?.status ?? 0);
}

/** The clause about the pages of a list. */
function pagedClause({ clauses }: Contract, { action }: Operation): Clause | undefined {
  return clauses.find(
    ({ kind, resource }) =>
      kind === 'paged' && 'resource' in action && resource === action.resource,
  );
}

/** Who follows a next page that leads back never comes to an end; one that leads nowhere ends the list too early. */
function astray(
  contract: Contract,
  operation: Operation,
  message: string,
  exchange: number,
): readonly FoundMismatch[] {
  const paged = pagedClause(contract, operation);
  if (paged === undefined) return [];
  const { id: clause, binding } = paged;
  const { next = '' } = operation.paging ?? {};
  const at = next === 'Link' ? '' : next;
  return [{ clause, binding, message, expected: undefined, actual: undefined, at, exchange }];
}

/** What a page breaks that has more elements than it was asked for. A link may leave out what was asked for with the first page. */
function tooLongPage(
  contract: Contract,
  operation: Operation,
  count: number,
  [first, asked]: readonly [PageQuery, PageQuery],
  exchange: number,
): readonly FoundMismatch[] {
  const { action, paging } = operation;
  if (action.does !== 'list' || paging === undefined) return [];
  const paged = pagedClause(contract, operation);
  const isKept = Object.hasOwn(asked, paging.limit);
  const sizes = [asked, isKept ? asked : first].map((query) => pageSize(paging, query));
  const longest = Math.max(...sizes.map((size) => size ?? Infinity));
  if (paged === undefined || count <= longest) return [];
  return [
    {
      clause: paged.id,
      binding: paged.binding,
      message: `a page of at most ${longest} has ${count}`,
      expected: longest,
      actual: count,
      at: action.at,
      exchange,
    },
  ];
}

type PageQuery = Readonly<Record<string, string>>;

/** What is allowed of a list as far as its pages were seen: of the whole one, nothing may be missing any more. */
export function allowedOfPages(
  { pages: isOfPages }: { readonly pages?: boolean },
  allowed: readonly AllowedResponse[],
  { isWhole, doubt }: Pick<AllPages, 'isWhole' | 'doubt'>,
): readonly AllowedResponse[] {
  if (isOfPages !== true) return allowed;
  if (isWhole && doubt !== '') return allowed.map(withoutList);
  return allowed.map((one) => {
    const { body } = one;
    if (body.kind !== 'json' || body.list?.page === undefined) return one;
    const page = { ...body.list.page, most: undefined };
    const partial = body.list.partial && !isWhole;
    return { ...one, body: { ...body, list: { ...body.list, partial, page } } };
  });
}

/** The same without what is known of a list: the elements are judged when all pages are joined. */
export function withoutList(one: AllowedResponse): AllowedResponse {
  if (one.body.kind !== 'json') return one;
  const { list: _, ...body } = one.body;
  return { ...one, body };
}
