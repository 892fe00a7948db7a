import { checksOf } from '../checks/checksOf.ts';
import type { PlannedCheck } from '../reports/clauseReports.ts';
import type { Contract } from '../reports/report.ts';

/** Every check of a contract, before any of them runs. */
export const plannedChecks = (contract: Contract): readonly PlannedCheck[] => checksOf(contract);
