import type { CheckReport, ClauseReport } from './report.ts';

/** How far a check is from what a clause says: its own check, one of its variants, or another one that met it. */
function distance({ id }: Pick<ClauseReport, 'id'>, check: CheckReport): number {
  if (check.id === id) return 0;
  return check.id.startsWith(`${id}/`) ? 1 : 2;
}

/** Checks that broke a clause, those first that show it most plainly: its own ones, and of these the shortest. */
export function plainestFirst(
  clause: Pick<ClauseReport, 'id'>,
  checks: readonly CheckReport[],
): readonly CheckReport[] {
  return checks.toSorted(
    (one, other) =>
      Number(one.status === 'flaky') - Number(other.status === 'flaky') ||
      distance(clause, one) - distance(clause, other) ||
      one.exchanges.length - other.exchanges.length,
  );
}
