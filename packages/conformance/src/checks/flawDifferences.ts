import type { Difference } from '@oidc-admin/model';

import type { WireResponse } from '../wire/wireResponse.ts';
import type { Bench } from './bench.ts';
import type { Composed } from './compose.ts';

/** What is wrong with a response below the level of its content: its length, its framing, its characters. */
export function flawDifferences(
  bench: Bench,
  { intent }: Composed,
  response: WireResponse,
): readonly Difference[] {
  if (response.flaws.length === 0) return [];
  const { operation } = intent;
  const documented = operation.responses.find(({ status }) => status === response.status);
  const kinds =
    response.status >= 400
      ? ['errorBody']
      : documented?.mediaType === undefined
        ? ['noBody', 'status']
        : ['propertyType', 'contentType', 'status'];
  const clause = kinds
    .map((wanted) =>
      bench.contract.clauses.find(
        ({ kind, operation: id, status, subject }) =>
          kind === wanted &&
          id === operation.id &&
          (status === undefined || status === response.status) &&
          (subject === undefined || subject === '$'),
      ),
    )
    .find((found) => found !== undefined);
  return response.flaws.map((message) => ({
    clause: clause?.id ?? `${bench.contract.api}.${operation.id}.errorBody`,
    binding: 'MUST',
    message,
    expected: undefined,
    actual: undefined,
  }));
}
