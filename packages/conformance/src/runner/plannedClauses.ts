import type { Clause, Contract } from '@oidc-admin/contract';
import { checksOf } from '../checks/checksOf.ts';
import { levels, type Level } from './runParameters.ts';

/** A clause, and the lowest level at which a check verifies it; none where no check does. */
export interface PlannedClause extends Clause {
  readonly level?: Level;
}

/** Every clause of a contract, and from which level on it is checked. */
export function plannedClauses(contract: Contract): readonly PlannedClause[] {
  const needed = new Map<string, Set<Level>>();
  for (const { clauses, needs } of checksOf(contract))
    for (const id of clauses) needed.set(id, (needed.get(id) ?? new Set()).add(needs));
  return contract.clauses.map((clause) => {
    const level = levels.find((one) => needed.get(clause.id)?.has(one));
    return { ...clause, ...(level !== undefined && { level }) };
  });
}
