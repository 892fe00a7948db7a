import type { Clause, Contract } from '@oidc-admin/contract';
import { levels, levelTexts, type Level } from '../runner/runParameters.ts';
import { jsonValueIn } from './causes/sighting.ts';
import type { CheckResult } from './checkResult.ts';
import type { CheckReport, ClauseCode, ClauseReport, Status } from './report.ts';
import type { Reach } from './rootCauses.ts';
import { showsElement } from './showsElement.ts';

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

/** Whether a run at `level` reaches what needs `lowest`. */
export function isAtLevel(lowest: Level | undefined, level: Level): boolean {
  return lowest !== undefined && levels.indexOf(lowest) <= levels.indexOf(level);
}

const nothingShown = { headers: {}, body: '' };

interface Verified {
  readonly status: Status;
  readonly code?: ClauseCode;
  readonly reason?: string;
  readonly missing?: string;
  readonly because?: readonly string[];
  /** The check of something else that verified it. */
  readonly by?: string;
}

function differing(
  results: readonly CheckReport[],
  clause: string,
  binding: 'MUST' | 'SHOULD',
): readonly CheckReport[] {
  return results.filter(({ mismatches }) =>
    mismatches.some((one) => one.clause === clause && one.binding === binding),
  );
}

/** A check that failed for want of a response has seen nothing of what else it was to verify. */
function isAnswered({ status, exchanges, explained }: CheckReport): boolean {
  // What other clauses explain was seen all the same, and whatever else the check saw.
  return (
    (status !== 'notRun' || explained !== undefined) &&
    exchanges.every(({ response }) => response !== undefined)
  );
}

/**
 * Whether a check saw what a clause speaks of: a response of the clause's operation, and of its status if the clause speaks of
 * one; or, where it speaks of what holds between requests, each of them answered rightly. Another failure on the way there
 * hides it.
 */
function reached({ exchanges, mismatches, explained = [] }: CheckReport, clause: Clause): boolean {
  const { operation, status, group } = clause;
  if (operation === undefined)
    return [...mismatches, ...explained].every(({ binding }) => binding !== 'MUST');
  return exchanges.some(
    (exchange) =>
      exchange.operation === operation &&
      (group !== 'response' || status !== undefined || showsError(exchange)) &&
      (status === undefined || exchange.response?.status === status) &&
      (group !== 'response' ||
        status === undefined ||
        showsElement(clause, exchange.response ?? nothingShown)),
  );
}

/** Whether a response shows what is promised of errors. Where nobody reads its body, as it is no JSON, it does not. */
function showsError({ response }: CheckReport['exchanges'][number]): boolean {
  if (response === undefined || response.status < 400) return false;
  const { body, length } = response;
  // Of a long one only the beginning is kept.
  return body === '' || length !== undefined || jsonValueIn(body) !== undefined;
}

function verify(
  clause: Clause,
  results: readonly CheckReport[],
  level: Level,
  lowest: Level | undefined,
  leftOut: boolean,
  reach: ReadonlyMap<string, Reach>,
  others: readonly CheckReport[],
): Verified {
  const failing = differing(results, clause.id, 'MUST');
  if (failing.length > 0)
    return { status: failing.every((one) => one.status === 'flaky') ? 'flaky' : 'failed' };
  if (differing(results, clause.id, 'SHOULD').length > 0) return { status: 'warned' };
  const because = results.flatMap(({ explained = [] }) =>
    explained.flatMap((one) => (one.clause === clause.id ? [one.because] : [])),
  );
  if (because.length > 0) return { status: 'notRun', ...explainedBy(because) };
  const own = results.filter(({ clauses }) => clauses.includes(clause.id));
  const answered = own.filter(isAnswered);
  const { operation = '' } = clause;
  if (reach.get(operation) === 'refused') {
    const reason = `no right request of ${operation} was answered with a success`;
    return { status: 'notRun', code: 'notReached', reason };
  }
  if (answered.some((result) => reached(result, clause))) return { status: 'passed' };
  if (answered.length > 0) {
    const hidden = hiddenBy(answered);
    const by = hidden.code === 'notShown' && others.find((one) => reached(one, clause));
    return by ? { status: 'passed', by: by.id } : { status: 'notRun', ...hidden };
  }
  if (own.some(({ status }) => status !== 'notRun'))
    return { status: 'notRun', code: 'noResponse', reason: 'its checks got no response' };
  if (lowest === undefined)
    return { status: 'notRun', code: 'noCheck', reason: 'no check verifies it' };
  if (!isAtLevel(lowest, level))
    return { status: 'notRun', code: 'level', reason: `needs the level ${levelTexts[lowest]}` };
  const first = own.find(({ missing }) => missing !== undefined) ?? own[0];
  return { status: 'notRun', ...(first === undefined ? notSelected(leftOut) : notRunAs(first)) };
}

/** The failures because of which no check came to what it was to verify; without any, nothing showed what it speaks of. */
function hiddenBy(results: readonly CheckResult[]): Omit<Verified, 'status'> {
  const failed = results.flatMap(({ mismatches }) => mismatches.map(({ clause }) => clause));
  if (failed.length === 0) return { code: 'notShown', reason: 'no response showed it' };
  const on = [...new Set(failed)].join(', ');
  return { code: 'otherFailure', reason: `its checks did not come to what it speaks of: ${on}` };
}

/** What differed, but only because of other clauses. */
function explainedBy(clauses: readonly string[]): Omit<Verified, 'status'> {
  const because = [...new Set(clauses)];
  return { code: 'otherFailure', reason: `explained by ${because.join(' and ')}`, because };
}

function notRunAs({ code, reason, missing, because }: CheckResult): Omit<Verified, 'status'> {
  return {
    ...(code !== undefined && { code }),
    ...(reason !== undefined && { reason }),
    ...(missing !== undefined && { missing }),
    ...(because !== undefined && { because }),
  };
}

function notSelected(leftOut: boolean): Omit<Verified, 'status'> {
  return leftOut
    ? { code: 'leftOut', reason: 'its check was left out of the quick run' }
    : { code: 'notSelected', reason: 'its check was not selected' };
}

function groupBy<T>(items: readonly T[], keys: (item: T) => Iterable<string>): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items)
    for (const key of keys(item)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
  return groups;
}

/** A check without what was sent to prepare it: nobody compares that with the model. */
function asJudged(result: CheckReport): CheckReport {
  return { ...result, exchanges: result.exchanges.filter((one) => one.preparation !== true) };
}

/**
 * What became of each clause: failed where a response broke it and it is a MUST, warned where it is a SHOULD, passed where
 * a check that verifies it ran, else not run with the reason.
 */
export function clauseReports(
  contract: Contract,
  planned: readonly PlannedCheck[],
  results: readonly CheckReport[],
  level: Level,
  reach: ReadonlyMap<string, Reach>,
  leftOut: ReadonlySet<string> = new Set(),
): ClauseReport[] {
  const resultsOf = groupBy(
    results,
    ({ clauses, mismatches, explained = [] }) =>
      new Set([...clauses, ...[...mismatches, ...explained].map(({ clause }) => clause)]),
  );
  // Each response is compared with the whole model, whatever the check is about that asked for it: a property that only a later
  // change sets is seen by the checks of that change.
  const passedOn = groupBy(
    results.filter(({ status }) => status === 'passed').map(asJudged),
    ({ exchanges }) => new Set(exchanges.map(({ operation }) => operation)),
  );
  const plannedOf = groupBy(planned, ({ clauses }) => new Set(clauses));
  return contract.clauses.map((clause) => {
    const own = resultsOf.get(clause.id) ?? [];
    const checks = plannedOf.get(clause.id) ?? [];
    const needs = new Set(checks.map((check) => check.needs));
    const lowest = levels.find((one) => needs.has(one));
    const { id, binding, authority, group, kind, operation, resource, element, source, text } =
      clause;
    const { by, ...verified } = verify(
      clause,
      own,
      level,
      lowest,
      checks.some((check) => leftOut.has(check.id)),
      reach,
      kind === 'propertyType' || kind === 'propertyValue'
        ? (passedOn.get(operation ?? '') ?? [])
        : [],
    );
    const ran = own.filter(({ status }) => status !== 'notRun').map((result) => result.id);
    return {
      id,
      binding,
      authority,
      group,
      kind,
      ...(operation !== undefined && { operation }),
      ...(resource !== undefined && { resource }),
      ...(element !== undefined && { element }),
      source,
      text,
      ...(lowest !== undefined && { level: lowest }),
      ...verified,
      checks: by === undefined ? ran : [...ran, by],
    };
  });
}
