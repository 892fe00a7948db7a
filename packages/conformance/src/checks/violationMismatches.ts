import {
  isOtherMedia,
  type AllowedResponse,
  type Mismatch,
  type ObservedResponse,
} from '@oidc-admin/model';
import type { WireResponse } from '../wire/wireResponse.ts';
import { clausesOf } from './contractViews.ts';
import { NotRun } from './notRun.ts';
import type { RunContext } from './runContext.ts';
import type { Composed } from './sent.ts';

/** What is wrong with a response below the level of its content: its length, its framing, its characters. */
export function violationMismatches(
  run: RunContext,
  { request }: Composed,
  response: WireResponse,
): readonly Mismatch[] {
  if (response.violations.length === 0) return [];
  const { operation } = request;
  const documented = operation.responses.find(({ status }) => status === response.status);
  // Bytes of what is no JSON may be anything.
  if (
    documented !== undefined &&
    isOtherMedia(documented, { ...response, bodyText: response.text })
  )
    return [];
  const kinds =
    response.status >= 400
      ? ['errorBody']
      : documented?.mediaType === undefined
        ? ['noBody', 'status']
        : ['propertyType', 'contentType', 'status'];
  const clauses = clausesOf(run.contract, operation.id).filter(
    ({ status = response.status, element = '$' }) => status === response.status && element === '$',
  );
  const clause = kinds.map((wanted) => clauses.find(({ kind }) => kind === wanted)).find(Boolean);
  return response.violations.map((message) => ({
    clause: clause?.id ?? `${run.contract.api}.${operation.id}.errorBody`,
    binding: 'MUST',
    message,
    expected: undefined,
    actual: undefined,
  }));
}

/**
 * Why nobody can tell what a success holds: the server chose another media type that the document lists, or refused it as something
 * of it has to be another one's, which is no mistake. Empty where it is read.
 */
export function unreadSuccess(
  { request: { operation } }: Pick<Composed, 'request'>,
  observed: ObservedResponse,
  matched: AllowedResponse | undefined,
): string {
  if (matched?.conflict === true && matched.status === 404)
    return `${operation.id} answered 404: what its path names is neither a parent nor a thing that a run knows`;
  if (matched?.conflict === true)
    return `${operation.id} answered 409: another one has something of the body already, and the document does not say what`;
  const documented = operation.responses.find(({ status }) => status === observed.status);
  return observed.status < 300 && documented !== undefined && isOtherMedia(documented, observed)
    ? `${operation.id} answered in a media type that the document lists beside ${documented.mediaType}, and that is not read`
    : '';
}

/** Ends a check that a response leaves open. A refusal for want of a value that nobody knows is a want of the run, not of the server. */
export function doubted(doubt: string, matched: AllowedResponse | undefined): NotRun {
  return new NotRun(matched?.conflict === true ? 'preparation' : 'unsettled', doubt);
}
