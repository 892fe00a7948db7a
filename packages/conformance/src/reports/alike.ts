import type { CheckReport, ClauseReport } from './report.ts';

/** How a clause was broken: the wrong status or value itself, or what is said of it. */
function wayOf({ id }: ClauseReport, checks: readonly CheckReport[]): string {
  const own = checks.flatMap(({ mismatches }) => mismatches).find(({ clause }) => clause === id);
  const { actual, message = '' } = own ?? {};
  // Every success of a request that had to be refused says the same.
  if (typeof actual === 'number' && actual >= 200 && actual < 300) return 'success';
  const isPlain = ['number', 'boolean'].includes(typeof actual) || actual === null;
  return isPlain ? JSON.stringify(actual) : message;
}

/** Of `Providers[].id` it is `id`: the same property has other places in other responses. */
function nameOf({ element = '$' }: ClauseReport): string {
  return element.slice(Math.max(element.lastIndexOf('.'), element.lastIndexOf(']')) + 1);
}

function isFinding({ status }: ClauseReport): boolean {
  return status === 'failed' || status === 'flaky' || status === 'warned';
}

/** Owners in which whatever is said in one way is broken. */
function brokenWholly(kind: readonly ClauseReport[]): ReadonlySet<string> {
  const owners = Map.groupBy(kind, ({ operation, resource }) => operation ?? resource ?? '');
  return new Set(
    [...owners]
      .filter(([, own]) => own.every((clause) => clause.status !== 'passed'))
      .map(([owner]) => owner),
  );
}

/**
 * Which findings are the same as an earlier one, by id: in another operation the same kind of clause about the same property,
 * broken in the same way; or, where nothing of a kind holds, the same kind about any property.
 */
export function alikeClauses(
  clauses: readonly ClauseReport[],
  checks: readonly CheckReport[],
): ReadonlyMap<string, string> {
  const alike = new Map<string, string>();
  const checksOf = new Map(checks.map((check) => [check.id, check]));
  for (const [kind, all] of Map.groupBy(clauses, (clause) => clause.kind)) {
    const wholly = brokenWholly(all);
    const first = new Map<string, string>();
    for (const clause of all.filter((one) => isFinding(one))) {
      const { id, binding, status, operation, resource } = clause;
      const own = clause.checks.flatMap((check) => checksOf.get(check) ?? []);
      const name = wholly.has(operation ?? resource ?? '') ? '' : nameOf(clause);
      const key = JSON.stringify([kind, binding, status, name, wayOf(clause, own)]);
      const known = first.get(key);
      if (known === undefined) first.set(key, id);
      else alike.set(id, known);
    }
  }
  return alike;
}
