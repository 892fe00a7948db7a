import {
  isBehindLast,
  isObject,
  mostPages,
  nextPage,
  pageSize,
  valueAt,
  type Contract,
  type JsonValue,
  type Operation,
} from '@oidc-admin/contract';
import type { AllowedResponse } from '@oidc-admin/model';
import type { FoundMismatch } from '../reports/checkResult.ts';
import { longestResponse } from '../wire/longestResponse.ts';
import type { WireResponse } from '../wire/wireResponse.ts';
import { replaceAt } from './json.ts';
import type { RunContext } from './runContext.ts';

/** One response to a request for a page, and which exchange it was. */
export interface ExchangedPage {
  readonly response: WireResponse | undefined;
  readonly failure: string;
  readonly index: number;
}

/** All pages of a list as one response, or the first response that is no page. */
export interface AllPages extends ExchangedPage {
  /** Whether the last page was seen. */
  readonly isWhole: boolean;
  /** The pages that were joined, in their order. */
  readonly pages: readonly { readonly response: WireResponse; readonly index: number }[];
  /** Pages that are longer than they were asked for. */
  readonly mismatches: readonly FoundMismatch[];
}

/** So many characters all pages of one list have together: what is more is not kept. */
const longestList = 4 * longestResponse;

/** Asks for the pages after a first one, and joins all of them. */
export async function laterPages(
  run: Pick<RunContext, 'contract' | 'endlessLists'>,
  { operation, query = {} }: { readonly operation: Operation; readonly query?: PageQuery },
  first: ExchangedPage,
  ask: (query: Record<string, string>) => Promise<ExchangedPage>,
): Promise<AllPages> {
  const { action, paging } = operation;
  if (action.does !== 'list' || paging === undefined)
    return { ...first, isWhole: true, pages: [], mismatches: [] };
  const { key = '' } = run.contract.resources.find(({ name }) => name === action.resource) ?? {};
  const mismatches: FoundMismatch[] = [];
  const elements: JsonValue[] = [];
  const pages: { response: WireResponse; index: number }[] = [];
  const shown = new Set<string>();
  const cursors = new Set<string | undefined>();
  const joined = (isWhole: boolean): AllPages => {
    const [head = first] = pages;
    const last = pages.at(-1)?.response ?? first.response;
    if (last === undefined || head.response === undefined)
      return { ...first, isWhole, pages, mismatches };
    const response = {
      ...last,
      json: replaceAt(head.response.json ?? null, action.at, elements),
      text: pages.map((one) => one.response.text).join('\n'),
      head: pages.map((one) => one.response.head).join('\n'),
    };
    return { ...first, response, isWhole, pages, mismatches };
  };
  let page = first;
  let asked: PageQuery = query;
  let length = 0;
  for (;;) {
    const { response, index } = page;
    if (pages.length > 0 && response !== undefined && isBehindLast(paging, response.status))
      return joined(true);
    const found = valueAt(response?.json, action.at);
    if (response === undefined || response.status >= 300 || !Array.isArray(found))
      return { ...page, isWhole: true, pages: [], mismatches };
    const list = found as readonly JsonValue[];
    elements.push(...list);
    pages.push({ response, index });
    length += response.text.length;
    mismatches.push(...tooLongPage(run.contract, operation, list.length, asked, index));
    const names = list.map((one) => JSON.stringify(isObject(one) ? one[key] : one));
    // A page that was shown before will be shown for ever; an empty one may have another after it.
    const isNew = list.length === 0 || names.some((name) => !shown.has(name));
    for (const name of names) shown.add(name);
    const next = isNew
      ? nextPage(paging, asked, { body: response.json, count: list.length })
      : undefined;
    if (next === undefined) return joined(true);
    if (paging.by === 'cursor' && cursors.has(next[paging.from])) return joined(true);
    cursors.add(next[paging.from]);
    if (pages.length === mostPages || length > longestList) run.endlessLists.add(operation.id);
    if (run.endlessLists.has(operation.id)) return joined(false);
    asked = next;
    page = await ask(next);
  }
}

/** What a page breaks that has more elements than it was asked for. */
function tooLongPage(
  { clauses }: Contract,
  { action, paging }: Operation,
  count: number,
  asked: PageQuery,
  exchange: number,
): readonly FoundMismatch[] {
  if (action.does !== 'list' || paging === undefined) return [];
  const paged = clauses.find(
    ({ kind, resource }) => kind === 'paged' && resource === action.resource,
  );
  const longest = pageSize(paging, asked);
  if (paged === undefined || longest === undefined || count <= longest) return [];
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

/** What is allowed of a list whose pages were joined: of the whole one, nothing may be missing any more. */
export function asJoined(
  allowed: readonly AllowedResponse[],
  isWhole: boolean,
): readonly AllowedResponse[] {
  return allowed.map((one) => {
    const { body } = one;
    if (body.kind !== 'json' || body.list?.page === undefined) return one;
    const page = { ...body.list.page, most: undefined };
    const partial = body.list.partial && !isWhole;
    return { ...one, body: { ...body, list: { ...body.list, partial, page } } };
  });
}
