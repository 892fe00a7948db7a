import { casesOf } from '../checks/casesOf.ts';
import type { PlannedCheck } from '../report/clauseReports.ts';
import type { Contract } from '../report/report.ts';

/** Every check of a contract, before any of them runs. */
export const plannedChecks = (contract: Contract): readonly PlannedCheck[] => casesOf(contract);
