import type { Clause, Contract } from '@oidc-admin/contract';
import type { FaultHooks } from '@oidc-admin/mock/faults';
import { inResponses } from '../responses.ts';

/** Calls a response something that its document does not list, HTML where it can. */
export function contentType(clause: Clause, { operations }: Contract): FaultHooks {
  const { responses = [] } = operations.find(({ id }) => id === clause.operation) ?? {};
  const listed = responses.find(({ status }) => status === clause.status)?.otherMediaTypes ?? [];
  const isHtml = listed.some((one) => /^text\/(?:html|\*)/.test(one));
  const other = isHtml ? 'x-other/x-other' : 'text/html';
  return inResponses(clause, (decision) => ({ ...decision, headers: [['content-type', other]] }));
}
