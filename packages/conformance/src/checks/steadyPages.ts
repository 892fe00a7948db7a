import { isObject, valueAt, type JsonValue } from '@oidc-admin/contract';
import type { AllowedResponse } from '@oidc-admin/model';
import { observedOf } from './comparedResponse.ts';
import { allowedOfPages, laterPages, type AllPages, type ExchangedPage } from './laterPages.ts';
import { parentIn } from './resourceRef.ts';
import type { RunContext } from './runContext.ts';
import type { Composed } from './sent.ts';

/** So often a list is read while others change it between its pages. */
const mostWalks = 4;

/** What a walk through pages needs of a check: how to ask for one, and what is allowed at the moment. */
interface PageReader {
  readonly ask: (query: Readonly<Record<string, string>>) => Promise<ExchangedPage>;
  readonly allowed: () => readonly AllowedResponse[];
}

/**
 * Reads all pages of a list, and again where they are wrong: what somebody else deletes or creates meanwhile moves an element past
 * the reader, or before them twice. Only what two walks in a row show, with the same of others in both, is the server's fault:
 * where the second one is right, others may have undone what they did.
 */
export async function steadyPages(
  run: RunContext,
  composed: Composed,
  first: ExchangedPage,
  { ask, allowed }: PageReader,
): Promise<AllPages> {
  const { request } = composed;
  const { id } = request.operation;
  const isRight = (pages: AllPages): boolean => {
    if (pages.response === undefined || pages.pages.length < 2) return true;
    const { response } = observedOf(run, composed, pages.response);
    const now = allowedOfPages(request, allowed(), pages);
    return run.model.judge(now, response).mismatches.length === 0;
  };
  let last = await laterPages(run, request, first, ask);
  for (let count = 1; count < mostWalks && !isRight(last); count += 1) {
    const again = await laterPages(run, request, await ask(request.query ?? {}), ask);
    const isSame = ofOthers(run, composed, again) === ofOthers(run, composed, last);
    if (isSame && isRight(again))
      return { ...again, doubt: `${id} was wrong once and right once, read page by page` };
    if (isSame) return last;
    last = again;
  }
  if (isRight(last)) return last;
  return { ...last, doubt: `others change ${id} each time while its pages are read` };
}

/** What a list shows that the run did not make, in its order. */
function ofOthers(
  run: RunContext,
  { request: { operation }, model }: Composed,
  { response }: AllPages,
): string {
  const { action } = operation;
  if (action.does !== 'list') return '';
  const resource = run.resource(action.resource);
  const parent = parentIn(resource, model.path);
  const found = valueAt(response?.json, action.at);
  const elements = Array.isArray(found) ? (found as readonly JsonValue[]) : [];
  const others = elements.filter((one) => !run.pool.isOurs(resource, parent, one));
  return JSON.stringify(others.map((one) => (isObject(one) ? one[resource.key ?? ''] : one)));
}
