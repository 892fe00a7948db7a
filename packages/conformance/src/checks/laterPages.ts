import {
  isObject,
  mostPages,
  nextPage,
  pageSize,
  valueAt,
  type JsonValue,
  type Operation,
} from '@oidc-admin/contract';
import type { AllowedResponse } from '@oidc-admin/model';
import type { FoundMismatch } from '../reports/checkResult.ts';
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
  /** Pages that are longer than they were asked for. */
  readonly mismatches: readonly FoundMismatch[];
}

/** Asks for the pages after a first one, and joins all of them. */
export async function laterPages(
  { contract }: Pick<RunContext, 'contract'>,
  { operation, query = {} }: { readonly operation: Operation; readonly query?: PageQuery },
  first: ExchangedPage,
  ask: (query: Record<string, string>) => Promise<ExchangedPage>,
): Promise<AllPages> {
  const { action, paging } = operation;
  const mismatches: FoundMismatch[] = [];
  if (action.does !== 'list' || paging === undefined)
    return { ...first, isWhole: true, mismatches };
  const resource = contract.resources.find(({ name }) => name === action.resource);
  const paged = contract.clauses.find(
    ({ kind, resource: name }) => kind === 'paged' && name === action.resource,
  );
  const elements: JsonValue[] = [];
  const texts: string[] = [];
  const heads: string[] = [];
  const shown = new Set<string>();
  let page = first;
  let asked: PageQuery = query;
  for (let count = 1; ; count += 1) {
    const { response } = page;
    const found = valueAt(response?.json, action.at);
    if (response === undefined || response.status >= 300 || !Array.isArray(found))
      return { ...page, isWhole: true, mismatches };
    const list = found as readonly JsonValue[];
    elements.push(...list);
    texts.push(response.text);
    heads.push(response.head);
    const longest = pageSize(paging, asked);
    if (paged !== undefined && longest !== undefined && list.length > longest)
      mismatches.push({
        clause: paged.id,
        binding: paged.binding,
        message: `a page of at most ${longest} has ${list.length}`,
        expected: longest,
        actual: list.length,
        at: action.at,
        exchange: page.index,
      });
    const names = list.map((one) => JSON.stringify(isObject(one) ? one[resource?.key ?? ''] : one));
    // A page that was shown before will be shown for ever.
    const isNew = names.some((name) => !shown.has(name));
    for (const name of names) shown.add(name);
    const next = isNew
      ? nextPage(paging, asked, { body: response.json, count: list.length })
      : undefined;
    if (next === undefined || count === mostPages) {
      const { json } = first.response ?? response;
      const whole = replaceAt(json ?? null, action.at, elements);
      return {
        ...first,
        response: { ...response, json: whole, text: texts.join('\n'), head: heads.join('\n') },
        isWhole: next === undefined,
        mismatches,
      };
    }
    asked = next;
    page = await ask(next);
  }
}

type PageQuery = Readonly<Record<string, string>>;

/** What is allowed of a list of which all pages were seen: nothing may be missing any more. */
export function asWhole(allowed: readonly AllowedResponse[]): readonly AllowedResponse[] {
  return allowed.map((one) => {
    const { body } = one;
    if (body.kind !== 'json' || body.list?.page === undefined) return one;
    const page = { ...body.list.page, most: undefined };
    return { ...one, body: { ...body, list: { ...body.list, partial: false, page } } };
  });
}
