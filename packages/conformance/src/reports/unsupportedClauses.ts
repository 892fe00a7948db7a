import type { UnsupportedOperation } from '../runner/runParameters.ts';
import type { ClauseReport } from './report.ts';

/**
 * What became of the clauses at a server that lacks operations. What speaks of one is not run, whatever happened; so is what
 * only checks with one of them could have verified: `plannedFor` are the clauses that checks without them verify.
 */
export function unsupportedClauses(
  clauses: readonly ClauseReport[],
  unsupported: readonly UnsupportedOperation[],
  plannedFor: ReadonlySet<string>,
): readonly ClauseReport[] {
  if (unsupported.length === 0) return clauses;
  const reasonOf = new Map(unsupported.map(({ operation, reason }) => [operation, reason]));
  return clauses.map((clause): ClauseReport => {
    const reason = reasonOf.get(clause.operation ?? '');
    if (reason !== undefined) {
      const { missing: _, ...rest } = clause;
      return {
        ...rest,
        status: 'notRun',
        code: 'unsupported',
        reason: `the target has no ${clause.operation ?? ''}: ${reason}`,
      };
    }
    if (clause.status !== 'notRun' || clause.level === undefined || plannedFor.has(clause.id))
      return clause;
    const names = [...reasonOf.keys()].join(', ');
    return { ...clause, code: 'unsupported', reason: `the target does not have all of ${names}` };
  });
}
