import { acceptedRequests } from '../checks/accepting.ts';
import type { OperationClause } from '../checks/kindChecks.ts';

/** Nothing but what one alternative of the body needs. */
export const alternative = acceptedRequests((about) => ({
  wanted: { alternative: alternativeOf(about) },
  change: (right) => ({ ...right, raw: true }),
}));

/** The index of the alternative that a clause speaks of: its value has the required properties. */
export function alternativeOf({ clause: { value }, operation }: OperationClause): number {
  const meant = new Set(Array.isArray(value) ? value : []);
  const index = (operation.body?.alternatives ?? []).findIndex(
    (names) => names.length === meant.size && names.every((name) => meant.has(name)),
  );
  return Math.max(index, 0);
}
