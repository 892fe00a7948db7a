import { isObject, valueAt, type JsonValue } from '@oidc-admin/contract';
import type { AllowedResponse, Mismatch } from '@oidc-admin/model';
import { observedOf } from './comparedResponse.ts';
import { isOursIn } from './isOursIn.ts';
import { replaceAt } from './json.ts';
import {
  allowedOfPages,
  laterPages,
  type AllPages,
  type ExchangedPage,
  type PageRequest,
} from './laterPages.ts';
import type { RunContext } from './runContext.ts';
import type { Composed } from './sent.ts';

/** So often a list is read while others change it between its pages. */
const mostWalks = 4;

/** So many more than were seen are asked for on one page that shall hold everything. */
const spare = 20;

/** What a walk through pages needs of a check: how to ask for one, and what is allowed at the moment. */
interface PageReader {
  readonly ask: (page: PageRequest) => Promise<ExchangedPage>;
  readonly allowed: () => readonly AllowedResponse[];
}

/**
 * Reads all pages of a list, and again where they are wrong: what somebody else deletes or creates meanwhile moves an element past
 * the reader, or before them twice, and may do so in the same way each time. So a server is blamed for what its pages lack or
 * show twice only where nothing of others was seen between the run's own: then nothing moved. Pages that show something twice may
 * hide what moved it: they have to do so each time. The same holds of a page that is said not to be there: others may have deleted
 * where it began. Otherwise nobody knows, unless one page that holds everything is wrong as well.
 */
export async function steadyPages(
  run: RunContext,
  composed: Composed,
  first: ExchangedPage,
  { ask, allowed }: PageReader,
): Promise<AllPages> {
  const { request } = composed;
  const { id } = request.operation;
  const mismatchesOf = (pages: AllPages): readonly Mismatch[] => {
    if (pages.response === undefined || pages.pages.length === 0) return [];
    const { response } = observedOf(run, composed, pages.response);
    return run.model.judge(allowedOfPages(request, allowed(), pages), response).mismatches;
  };
  const wrongIn = (pages: AllPages): string => {
    if (pages.before !== undefined) return `${pages.response?.status}`;
    const found = pages.pages.length < 2 ? [] : mismatchesOf(pages);
    return found.map(({ message }) => message).join();
  };
  const isRight = (pages: AllPages): boolean => wrongIn(pages) === '';
  let last = await laterPages(run, request, first, ask);
  let isShared = othersIn(run, composed, last) !== '[]';
  let isSame = false;
  let isAlways = true;
  for (let count = 1; count < mostWalks && !isRight(last); count += 1) {
    const again = await laterPages(run, request, await ask({ query: request.query ?? {} }), ask);
    const others = othersIn(run, composed, again);
    isSame = others === othersIn(run, composed, last);
    isShared ||= others !== '[]';
    isAlways &&= isSame && wrongIn(again) === wrongIn(last);
    if (isSame && isRight(again))
      return { ...again, doubt: `${id} was wrong once and right once, read page by page` };
    last = again;
    if (isSame && !isShared && !showsTwice(run, composed, last)) return last;
  }
  if (isRight(last) || (isSame && !isShared)) return last;
  const whole = await onOnePage(run, composed, last, ask);
  if (whole !== undefined && mismatchesOf(whole).length > 0) return whole;
  const why = isAlways ? `was wrong in the same way ${mostWalks} times` : 'was wrong each time';
  return {
    ...onceEach(run, composed, last.before ?? last),
    isWhole: false,
    doubt: `${id} ${why}, read page by page beside what others have there: they may have changed it meanwhile`,
  };
}

function elementsIn({ request: { operation } }: Composed, pages: AllPages): readonly JsonValue[] {
  const { action } = operation;
  const { response } = pages.before ?? pages;
  const found = action.does === 'list' ? valueAt(response?.json, action.at) : undefined;
  return Array.isArray(found) ? (found as readonly JsonValue[]) : [];
}

/** What tells elements of a list from each other. */
function keyIn(run: RunContext, { request: { operation } }: Composed): (one: JsonValue) => string {
  const { action } = operation;
  const { key = '' } = action.does === 'list' ? run.resource(action.resource) : {};
  const isEverywhere = 'everywhere' in action;
  return (one) => JSON.stringify(isObject(one) && !isEverywhere ? one[key] : one) ?? '';
}

/** What a list shows that the run did not make, in its order. */
function othersIn(run: RunContext, composed: Composed, pages: AllPages): string {
  const { operation } = composed.request;
  const { action } = operation;
  if (action.does !== 'list') return '[]';
  const others = elementsIn(composed, pages).filter(
    (one) => !isOursIn(run, operation, composed.model, one),
  );
  return JSON.stringify(others.map((one) => keyIn(run, composed)(one)));
}

function showsTwice(run: RunContext, composed: Composed, pages: AllPages): boolean {
  const names = elementsIn(composed, pages).map((one) => keyIn(run, composed)(one));
  return new Set(names).size < names.length;
}

/** The same with each element once, where it stands first. */
function onceEach(run: RunContext, composed: Composed, pages: AllPages): AllPages {
  const { response } = pages;
  const { action } = composed.request.operation;
  if (response === undefined || action.does !== 'list') return pages;
  const named = elementsIn(composed, pages).map((one) => [keyIn(run, composed)(one), one] as const);
  const once = [...new Map(named.toReversed()).values()].toReversed();
  return {
    ...pages,
    response: { ...response, json: replaceAt(response.json ?? null, action.at, once) },
  };
}

/**
 * Everything on one page, where no size was asked for and the server is known to give so many at once: nothing moves while that is
 * made. A page that is shorter than it was asked for may be all that a server gives, unless it says that there is no other.
 */
async function onOnePage(
  run: RunContext,
  composed: Composed,
  pages: AllPages,
  ask: PageReader['ask'],
): Promise<AllPages | undefined> {
  const { operation, query = {} } = composed.request;
  const { paging } = operation;
  if (paging === undefined || Object.hasOwn(query, paging.limit)) return undefined;
  const wanted = elementsIn(composed, pages).length + spare;
  const most = paging.most ?? (paging.next === undefined ? 0 : wanted);
  if (wanted > most) return undefined;
  const request = { ...composed.request, query: { ...query, [paging.limit]: String(wanted) } };
  const page = await ask({ query: request.query });
  const more = { ...page, response: undefined, failure: '' };
  const all = await laterPages(run, request, page, () => Promise.resolve(more));
  return all.isWhole && all.pages.length === 1 ? all : undefined;
}
