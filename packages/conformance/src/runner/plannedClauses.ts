import type { Clause, Contract } from '@oidc-admin/contract';
import { checksOf } from '../checks/checksOf.ts';
import { levels, type Level } from './runParameters.ts';

/** A clause, and the lowest level at which a check verifies it; none where no check does. */
export interface PlannedClause extends Clause {
  readonly level?: Level;
}

/** Every clause of a contract, and from which level on it is checked. */
export function plannedClauses(contract: Contract): readonly PlannedClause[] {
  const checks = checksOf(contract);
  return contract.clauses.map((clause) => {
    const own = checks.filter(({ clauses }) => clauses.includes(clause.id));
    const level = levels.find((one) => own.some(({ needs }) => needs === one));
    return { ...clause, ...(level !== undefined && { level }) };
  });
}
