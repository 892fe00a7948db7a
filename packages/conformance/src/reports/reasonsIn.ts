import { makerOf, type Contract, type Operation } from '@oidc-admin/contract';
import { levelTexts, type Level } from '../runner/runParameters.ts';
import type { CheckReport, ClauseReport, IncompleteReason } from './report.ts';
import { successOf, type Reach } from './rootCauses.ts';

interface Ended {
  readonly contract: Contract;
  readonly level: Level;
  readonly strict: boolean;
  readonly clauses: readonly ClauseReport[];
  readonly results: readonly CheckReport[];
  readonly reach: ReadonlyMap<string, Reach>;
}

/** One reason for each missing variable: what it leaves out. */
function missingVariables({ clauses }: Ended): IncompleteReason[] {
  const variables = new Set(
    clauses.flatMap(({ missing }) => (missing === undefined ? [] : [missing])),
  );
  return [...variables].map((variable) => {
    const left = clauses.filter(({ missing }) => missing === variable).length;
    const clauseCount = `${left} clause${left === 1 ? '' : 's'}`;
    return {
      code: 'missingVariable',
      text: `${variable} is not set: ${clauseCount} not run; set it, or say --accept-incomplete`,
    };
  });
}

/** Operations whose success the run was to see, and of which no right request came through. */
function notReached({ contract, results, level, reach }: Ended): IncompleteReason[] {
  const tried = new Set(
    results
      .filter(({ code, missing }) => code !== 'level' && missing === undefined)
      .flatMap(({ clauses }) => clauses),
  );
  const due = contract.operations.flatMap((operation) =>
    tried.has(successOf(contract, operation.id)?.id ?? '') && canSucceed(contract, operation)
      ? [operation.id]
      : [],
  );
  const came = (wanted: Reach): readonly string[] => due.filter((id) => reach.get(id) === wanted);
  const text = (what: string, ids: readonly string[]): readonly IncompleteReason[] =>
    ids.length === 0 ? [] : [{ code: 'notReached', text: `${what} ${ids.join(', ')}` }];
  return [
    ...text('no right request was answered with a success:', came('refused')),
    ...text(`no success could be seen at the level ${levelTexts[level]}:`, came('notSeen')),
  ];
}

/** What the run cannot make it does not delete either: somebody else's stays. */
function canSucceed({ resources }: Contract, { action }: Operation): boolean {
  if (action.does !== 'delete') return true;
  return resources.some((one) => one.name === action.resource && makerOf(one) !== undefined);
}

/** A run that saw nothing proves nothing, whatever the reason. */
function nothingVerified({ clauses, level }: Ended): IncompleteReason[] {
  if (clauses.some(({ status }) => status !== 'notRun')) return [];
  const text = `nothing was verified: no selected check could be run at the level ${levelTexts[level]}`;
  return [{ code: 'nothingVerified', text }];
}

/** Lists of which nobody can tell what they lack. */
function unsettled({ results }: Ended): IncompleteReason[] {
  const reasons = results.flatMap(({ code, reason }) =>
    code === 'unsettled' && reason !== undefined ? [reason] : [],
  );
  return [...new Set(reasons)].map((text) => ({ code: 'unsettled', text }));
}

/** A strict run says of everything whether it holds; what no check looks at, nobody knows. */
function unchecked({ clauses, strict }: Ended): IncompleteReason[] {
  const ids = clauses.flatMap(({ code, id }) => (code === 'noCheck' ? [id] : []));
  if (!strict || ids.length === 0) return [];
  const some = ids.length > 5 ? [...ids.slice(0, 5), `${ids.length - 5} more`] : ids;
  return [{ code: 'noCheck', text: `no check verifies ${some.join(', ')}` }];
}

/** Why a run is incomplete that came to its end. */
export function reasonsIn(ended: Ended): readonly IncompleteReason[] {
  return [
    ...missingVariables(ended),
    ...notReached(ended),
    ...unsettled(ended),
    ...unchecked(ended),
    ...nothingVerified(ended),
  ];
}
