import type { Difference } from '@oidc-admin/model';

import type { WireAnswer } from '../wire/wireAnswer.ts';
import type { Bench } from './bench.ts';
import type { Composed } from './compose.ts';

/** What is wrong with an answer below the level of its content: its length, its framing, its characters. */
export function flawDifferences(
  bench: Bench,
  { intent }: Composed,
  answer: WireAnswer,
): readonly Difference[] {
  if (answer.flaws.length === 0) return [];
  const { operation } = intent;
  const documented = operation.answers.find(({ status }) => status === answer.status);
  const kinds =
    answer.status >= 400
      ? ['errorBody']
      : documented?.mediaType === undefined
        ? ['noBody', 'status']
        : ['memberType', 'contentType', 'status'];
  const clause = kinds
    .map((wanted) =>
      bench.contract.clauses.find(
        ({ kind, operation: id, status, subject }) =>
          kind === wanted &&
          id === operation.id &&
          (status === undefined || status === answer.status) &&
          (subject === undefined || subject === '$'),
      ),
    )
    .find((found) => found !== undefined);
  return answer.flaws.map((message) => ({
    clause: clause?.id ?? `${bench.contract.api}.${operation.id}.errorBody`,
    binding: 'MUST',
    message,
    expected: undefined,
    actual: undefined,
  }));
}
