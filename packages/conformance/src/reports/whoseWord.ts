import type { Clause } from '@oidc-admin/contract';
import type { BrokenWords, ClauseReport } from './report.ts';

/** Whose word a broken clause is, for people. */
export const whoseWord: Readonly<Record<Clause['authority'], string>> = {
  documented: 'documented by the vendor or a standard',
  observed: 'only observed elsewhere',
  reading: 'our reading',
};

/** How many clauses failed unexpectedly or warned, by whose word they are. */
export function brokenWords(clauses: readonly ClauseReport[]): BrokenWords {
  const broken = clauses.filter(
    ({ status, expectedFailure }) =>
      status === 'warned' || (status === 'failed' && expectedFailure === undefined),
  );
  const count = (authority: Clause['authority']): number =>
    broken.filter((clause) => clause.authority === authority).length;
  return {
    documented: count('documented'),
    observed: count('observed'),
    reading: count('reading'),
  };
}
