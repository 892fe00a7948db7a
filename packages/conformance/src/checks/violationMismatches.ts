import type { Mismatch } from '@oidc-admin/model';
import type { WireResponse } from '../wire/wireResponse.ts';
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
  const kinds =
    response.status >= 400
      ? ['errorBody']
      : documented?.mediaType === undefined
        ? ['noBody', 'status']
        : ['propertyType', 'contentType', 'status'];
  const clause = kinds
    .map((wanted) =>
      run.contract.clauses.find(
        ({ kind, operation: id, status, element }) =>
          kind === wanted &&
          id === operation.id &&
          (status === undefined || status === response.status) &&
          (element === undefined || element === '$'),
      ),
    )
    .find((found) => found !== undefined);
  return response.violations.map((message) => ({
    clause: clause?.id ?? `${run.contract.api}.${operation.id}.errorBody`,
    binding: 'MUST',
    message,
    expected: undefined,
    actual: undefined,
  }));
}
