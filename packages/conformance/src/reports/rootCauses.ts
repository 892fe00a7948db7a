import { kinds, type Clause, type Contract, type Operation } from '@oidc-admin/contract';
import type { CheckReport } from './report.ts';

type Mismatch = CheckReport['mismatches'][number];

/** What stands in the way of other checks: right requests of an operation that are answered with a wrong status. */
interface Cause {
  readonly clause: Clause;
  /** The operation never did what it is there for. */
  readonly never: boolean;
  /** The wrong statuses; none where there was no response. */
  readonly statuses: ReadonlySet<number | undefined>;
}

function exchangesOf(results: readonly CheckReport[], operation: Operation) {
  return results
    .flatMap(({ exchanges }) => exchanges)
    .filter((exchange) => exchange.operation === operation.id && exchange.right === true);
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
  return new Map(
    operations.map((operation) => {
      const exchanges = exchangesOf(results, operation);
      if (exchanges.some(({ response }) => isSuccess(response?.status)))
        return [operation.id, 'reached'];
      return [operation.id, wronglyRefused.has(operation.id) ? 'refused' : 'notSeen'];
    }),
  );
}

function causesIn(contract: Contract, results: readonly CheckReport[]): ReadonlyMap<string, Cause> {
  const causes = new Map<string, Cause>();
  const reach = reachOf(contract, results);
  for (const operation of contract.operations) {
    const clause = successOf(contract, operation.id);
    if (clause === undefined) continue;
    const never = reach.get(operation.id) === 'refused';
    const statuses = new Set(
      exchangesOf(results, operation)
        .map(({ response }) => response?.status)
        .filter((status) => never || (isSuccess(status) && status !== clause.status)),
    );
    if (statuses.size > 0) causes.set(operation.id, { clause, never, statuses });
  }
  return causes;
}

/** What explains a mismatch, if it is but a consequence. */
function causeOf(
  causes: ReadonlyMap<string, Cause>,
  contract: Contract,
  { exchanges }: CheckReport,
  { clause: id, exchange: index, actual }: Mismatch,
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
  // The operation works under another status: only what holds between requests is blamed for it by mistake.
  return clause?.operation === undefined ? cause : undefined;
}

/**
 * Puts the blame where it belongs: where every right request of an operation is refused, or succeeds under another status than
 * the documented one, that is one finding. What else differed only because of it is not: those checks were not run, and say
 * because of what.
 */
export function rootCauses(
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
