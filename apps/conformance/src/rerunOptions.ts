import { UsageError } from '@oidc-admin/client/terminal';
import type { Report, TargetReport } from '@oidc-admin/conformance';
import type { RunArguments, WantedTarget } from './conformanceCommand.ts';

type Clause = TargetReport['clauses'][number];

/** Why a clause was not run, where another run could do better. */
const forWant: ReadonlySet<Clause['code']> = new Set<Clause['code']>([
  'principal',
  'parent',
  'limit',
  'preparation',
  'rateLimited',
  'noResponse',
  'otherFailure',
  'notReached',
]);
/** Why a run ended before it came to everything. */
const early = new Set(['stopped', 'silent', 'limit', 'cutRecord', 'rateLimited']);

/** The checks that found something, and the clauses that were not run for want of something. */
function again(target: TargetReport): readonly string[] {
  const endedEarly = target.reasons.some(({ code }) => early.has(code));
  const found = target.checks
    // What was sent in preparation is no check that could be selected; its clauses are.
    .filter(({ mismatches, clauses }) => mismatches.length > 0 && clauses.length > 0)
    .map(({ id }) => id);
  const wanting = target.clauses.filter(
    ({ status, code, checks }) =>
      (status === 'notRun' &&
        (forWant.has(code) || (endedEarly && (code === 'notSelected' || code === undefined)))) ||
      (['failed', 'flaky', 'warned'].includes(status) && !checks.some((id) => found.includes(id))),
  );
  return [...found, ...wanting.map(({ id }) => id)];
}

function targetOf(target: TargetReport): WantedTarget {
  const { api, url, embedded, name, level, strict, unsupported, existing } = target;
  return {
    api,
    ...(!embedded && { url }),
    settings: {
      name,
      level,
      strict,
      ...(existing !== undefined && { existing }),
      unsupported: unsupported.map(({ operation, reason }) => ({ operation, reason })),
    },
  };
}

/**
 * The options of a run that repeats what failed or was not run in a report: with its seed and its faults, and at its targets,
 * unless others are given. Throws a `UsageError` where there is nothing to repeat.
 */
export function rerunOptions(report: Report, options: RunArguments): RunArguments {
  const targets = options.targets.length > 0 ? options.targets : report.targets.map(targetOf);
  const apis = new Set(targets.map(({ api }) => api));
  const only = report.targets.filter(({ api }) => apis.has(api)).flatMap(again);
  if (only.length === 0)
    throw new UsageError(
      `--rerun ${options.rerun ?? ''}: nothing in it failed or was left out for want of something`,
    );
  const isEmbedded = targets.some(({ url }) => url === undefined);
  const before = isEmbedded ? report.targets.flatMap(({ faults = [] }) => faults) : [];
  return {
    ...options,
    targets,
    only: [...new Set(only)],
    seed: options.seed ?? report.seed,
    faults: options.faults.length > 0 ? options.faults : [...new Set(before)],
  };
}
