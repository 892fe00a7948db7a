import type { CheckResult } from './checkResult.ts';
import { levels } from './report.ts';
import type { Clause, ClauseReport, Contract, Level, Status } from './report.ts';

/** What the list of checks says of one check before it runs. */
export interface PlannedCheck {
  readonly id: string;
  readonly clauses: readonly string[];
  /** The operation or the resource that it belongs to. */
  readonly operation?: string;
  readonly resource?: string;
  readonly needs: Level;
  /** Repeats or waits on purpose: its requests are counted by themselves. */
  readonly waits?: boolean;
}

/** Why a clause was not run whose checks nobody asked for. */
export const notSelected = 'its check was not selected';

/** Whether a run at `level` reaches what needs `lowest`. */
export const isAtLevel = (lowest: Level | undefined, level: Level): boolean =>
  lowest !== undefined && levels.indexOf(lowest) <= levels.indexOf(level);

interface Verified {
  readonly status: Status;
  readonly reason?: string;
  readonly missing?: string;
}

const differs = (result: CheckResult, clause: string, binding: 'MUST' | 'SHOULD'): boolean =>
  result.mismatches.some((one) => one.clause === clause && one.binding === binding);

/** A check that failed for want of a response has seen nothing of what else it was to verify. */
const hasSeen = ({ status, exchanges }: CheckResult): boolean =>
  status !== 'notRun' && exchanges.every(({ response }) => response !== undefined);

const verify = (
  clause: Clause,
  results: readonly CheckResult[],
  level: Level,
  lowest: Level | undefined,
): Verified => {
  if (results.some((one) => differs(one, clause.id, 'MUST'))) return { status: 'failed' };
  if (results.some((one) => differs(one, clause.id, 'SHOULD'))) return { status: 'warned' };
  const own = results.filter(({ clauses }) => clauses.includes(clause.id));
  if (own.some(hasSeen)) return { status: 'passed' };
  if (own.some(({ status }) => status !== 'notRun'))
    return { status: 'notRun', reason: 'its checks got no response' };
  if (lowest === undefined) return { status: 'notRun', reason: 'no check verifies it' };
  if (!isAtLevel(lowest, level)) return { status: 'notRun', reason: `needs the level ${lowest}` };
  const ownSecrets = own.find(({ missing }) => missing !== undefined) ?? own[0];
  return {
    status: 'notRun',
    reason: ownSecrets?.reason ?? notSelected,
    ...(ownSecrets?.missing !== undefined && { missing: ownSecrets.missing }),
  };
};

const groupBy = <T>(items: readonly T[], keys: (item: T) => Iterable<string>): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items)
    for (const key of keys(item)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
  return groups;
};

/**
 * What became of each clause: failed where a response broke it and it is a MUST, warned where it is a SHOULD, passed where
 * a check that verifies it ran, else not run with the reason.
 */
export const clauseReports = (
  contract: Contract,
  planned: readonly PlannedCheck[],
  results: readonly CheckResult[],
  level: Level,
): ClauseReport[] => {
  const resultsOf = groupBy(
    results,
    ({ clauses, mismatches }) => new Set([...clauses, ...mismatches.map(({ clause }) => clause)]),
  );
  const plannedOf = groupBy(planned, ({ clauses }) => new Set(clauses));
  return contract.clauses.map((clause) => {
    const own = resultsOf.get(clause.id) ?? [];
    const needs = new Set((plannedOf.get(clause.id) ?? []).map((check) => check.needs));
    const lowest = levels.find((one) => needs.has(one));
    const { id, binding, group, kind, operation, resource, element, source, text } = clause;
    return {
      id,
      binding,
      group,
      kind,
      ...(operation !== undefined && { operation }),
      ...(resource !== undefined && { resource }),
      ...(element !== undefined && { element }),
      source,
      text,
      ...(lowest !== undefined && { level: lowest }),
      ...verify(clause, own, level, lowest),
      checks: own.filter(({ status }) => status !== 'notRun').map((result) => result.id),
    };
  });
};
