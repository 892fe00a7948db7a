import { kinds, type Clause, type Contract, type Resource } from '@oidc-admin/contract';
import { explanations } from './causes/explanations.ts';
import type { CheckReport } from './report.ts';

type Mismatch = CheckReport['mismatches'][number];
type Consequence = NonNullable<CheckReport['explained']>[number];

/** What stands in the way of other checks: right requests of an operation that are answered with a wrong status. */
interface Cause {
  readonly clause: Clause;
  /** The operation never did what it is there for. */
  readonly never: boolean;
  /** The wrong statuses; none where there was no response. */
  readonly statuses: ReadonlySet<number | undefined>;
}

/** The right requests of each operation. */
function rightOnes(results: readonly CheckReport[]) {
  const right = results.flatMap(({ exchanges }) => exchanges.filter((one) => one.right === true));
  return Map.groupBy(right, ({ operation }) => operation);
}

function isSuccess(status: number | undefined): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

/** The clause that says with which status an operation succeeds. */
export function successOf(contract: Contract, operation: string): Clause | undefined {
  return contract.clauses.find(
    (one) => one.operation === operation && one.kind === 'status' && isSuccess(one.status),
  );
}

/**
 * Whether a success of an operation was seen: `reached`; all its right requests were refused though they should not have been:
 * `refused`; or nothing of the kind was sent or due: `notSeen`.
 */
export type Reach = 'reached' | 'refused' | 'notSeen';

/** How far the right requests of each operation came. */
export function reachOf(
  { operations }: Contract,
  results: readonly CheckReport[],
): ReadonlyMap<string, Reach> {
  const wronglyRefused = new Set(
    results.flatMap(({ mismatches, exchanges }) =>
      mismatches.flatMap(({ exchange, binding }) => {
        const at = exchange === undefined ? undefined : exchanges[exchange];
        return at?.right === true && binding === 'MUST' ? [at.operation] : [];
      }),
    ),
  );
  const right = rightOnes(results);
  return new Map(
    operations.map((operation) => {
      const exchanges = right.get(operation.id) ?? [];
      if (exchanges.some(({ response }) => isSuccess(response?.status)))
        return [operation.id, 'reached'];
      return [operation.id, wronglyRefused.has(operation.id) ? 'refused' : 'notSeen'];
    }),
  );
}

function causesIn(contract: Contract, results: readonly CheckReport[]): ReadonlyMap<string, Cause> {
  const causes = new Map<string, Cause>();
  const reach = reachOf(contract, results);
  const right = rightOnes(results);
  for (const operation of contract.operations) {
    const clause = successOf(contract, operation.id);
    if (clause === undefined) continue;
    const never = reach.get(operation.id) === 'refused';
    const statuses = new Set(
      (right.get(operation.id) ?? [])
        .map(({ response }) => response?.status)
        .filter((status) => never || (isSuccess(status) && status !== clause.status)),
    );
    if (statuses.size > 0) causes.set(operation.id, { clause, never, statuses });
  }
  for (const resource of contract.resources) {
    const lost = lostIn(contract, resource, reach, causes);
    for (const [operation, cause] of lost) causes.set(operation, cause);
  }
  return causes;
}

/** Where something can be made, and is then neither found to be read nor to be changed, it was not saved. */
function lostIn(
  contract: Contract,
  { name, operations: of }: Resource,
  reach: ReadonlyMap<string, Reach>,
  causes: ReadonlyMap<string, Cause>,
): readonly (readonly [string, Cause])[] {
  const { clauses } = contract;
  const clause = clauses.find(
    ({ kind, resource, element }) => kind === 'kept' && resource === name && element === undefined,
  );
  const later = [of.read, of.replace, of.merge, of.delete].flatMap((id) => id ?? []);
  const absent = new Set(
    clauses
      .filter(({ kind, operation = '' }) => kind === 'existence' && later.includes(operation))
      .flatMap(({ outcome }) => [...(outcome?.allow ?? []), ...(outcome?.warn ?? [])])
      .flatMap((one): readonly unknown[] => ('status' in one ? [one.status] : [])),
  );
  const unfound = later.filter((id) => {
    const { never = false, statuses = [] } = causes.get(id) ?? {};
    return never && [...statuses].every((status) => status !== undefined && absent.has(status));
  });
  const sent = later.filter((id) => reach.get(id) !== 'notSeen');
  if (clause === undefined || of.create === undefined || reach.get(of.create) !== 'reached')
    return [];
  if (sent.length < 2 || unfound.length < sent.length) return [];
  const found = [of.create, of.list].flatMap((id) => {
    const statuses = new Set([successOf(contract, id ?? '')?.status]);
    return id === undefined || causes.has(id)
      ? []
      : [[id, { clause, never: false, statuses }] as const];
  });
  return [
    ...unfound.flatMap((id) => {
      const cause = causes.get(id);
      return cause === undefined ? [] : [[id, { ...cause, clause }] as const];
    }),
    ...found,
  ];
}

/** What explains a mismatch, if it is but a consequence. */
function causeOf(
  causes: ReadonlyMap<string, Cause>,
  contract: Contract,
  { exchanges }: CheckReport,
  { clause: id, exchange: index, actual, symptom: rule }: Mismatch,
): Cause | undefined {
  const exchange = index === undefined ? undefined : exchanges[index];
  const cause = causes.get(exchange?.operation ?? '');
  if (exchange === undefined || cause === undefined || id === cause.clause.id) return undefined;
  if (!cause.statuses.has(exchange.response?.status)) return undefined;
  const clause = contract.clauses.find((one) => one.id === id);
  // No wrong status makes a server show a secret. Where it is but the status that differs, it is the actual value.
  const isStatus = actual !== undefined || exchange.response === undefined;
  if (clause !== undefined && kinds[clause.kind].family === 'secrets' && !isStatus)
    return undefined;
  if (cause.never) return cause;
  // What is not saved can be made again.
  const symptom = contract.clauses.find((one) => one.id === rule) ?? clause;
  if (symptom?.kind === 'taken' && cause.clause.kind === 'kept') return cause;
  // The operation works under another status: only what holds between requests is blamed for it by mistake.
  return clause?.operation === undefined ? cause : undefined;
}

/**
 * Puts the blame where it belongs: where every right request of an operation is refused, or succeeds under another status than
 * the documented one, that is one finding. What else differed only because of it is not: those checks were not run, and say
 * because of what. `expected` are the clauses that the target is known to break.
 */
export function rootCauses(
  contract: Contract,
  results: readonly CheckReport[],
  expected: ReadonlySet<string> = new Set(),
): readonly CheckReport[] {
  const left = withoutRefused(contract, results);
  const explained = explanations(contract, left, expected);
  if (explained.size === 0) return left;
  return left.map((result) => {
    const mismatches = result.mismatches.filter((mismatch) => !explained.has(mismatch));
    if (mismatches.length === result.mismatches.length) return result;
    const consequences = result.mismatches.flatMap((mismatch): readonly Consequence[] => {
      const because = explained.get(mismatch);
      return because === undefined ? [] : [{ ...mismatch, because }];
    });
    return stoppedBy({ ...result, explained: consequences }, mismatches, consequences);
  });
}

/** What is left of a check without what other clauses explain; nothing was verified where nothing is left. */
function stoppedBy(
  result: CheckReport,
  mismatches: readonly Mismatch[],
  consequences: readonly Pick<Consequence, 'because'>[],
): CheckReport {
  if (mismatches.length > 0) {
    const broken = mismatches.some(({ binding }) => binding === 'MUST');
    const warned = result.status === 'failed' && !broken;
    return { ...result, mismatches, ...(warned && { status: 'warned' }) };
  }
  const because = [...new Set(consequences.map((one) => one.because))];
  const { replay: _replay, reproduce: _reproduce, ...rest } = result;
  return {
    ...rest,
    mismatches,
    status: 'notRun',
    code: 'otherFailure',
    reason: `stopped by ${because.join(' and ')}`,
    because,
  };
}

/** The same for operations whose right requests are all refused. */
function withoutRefused(
  contract: Contract,
  results: readonly CheckReport[],
): readonly CheckReport[] {
  const causes = causesIn(contract, results);
  if (causes.size === 0) return results;
  const named = new Set(
    results.flatMap(({ mismatches }) => mismatches.map(({ clause }) => clause)),
  );
  return results.map((result) => {
    const because = new Set<string>();
    const mismatches = result.mismatches.flatMap((mismatch): readonly Mismatch[] => {
      const cause = causeOf(causes, contract, result, mismatch);
      if (cause === undefined) return [mismatch];
      const { id, binding } = cause.clause;
      because.add(id);
      if (named.has(id)) return [];
      named.add(id);
      return [{ ...mismatch, clause: id, binding }];
    });
    if (because.size === 0) return result;
    const { replay: _replay, reproduce: _reproduce, ...rest } = result;
    const broken = mismatches.some(({ binding }) => binding === 'MUST');
    if (broken) return { ...result, mismatches };
    return {
      ...rest,
      mismatches,
      status: 'notRun',
      code: 'otherFailure',
      reason: `stopped by ${[...because].join(' and ')}`,
      because: [...because],
    };
  });
}
