import type { ClauseReport } from './report.ts';

/** Which clauses each clause explains, by its id; every clause of the list has an entry. */
export function explainedBy(
  clauses: readonly ClauseReport[],
): ReadonlyMap<string, readonly ClauseReport[]> {
  const explained = new Map(clauses.map(({ id }): [string, ClauseReport[]] => [id, []]));
  for (const clause of clauses)
    for (const root of new Set(clause.because)) explained.get(root)?.push(clause);
  return explained;
}
