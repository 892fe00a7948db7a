import {
  explains,
  type Explanation,
  type Mismatch,
  type Model,
  type ObservedExchange,
} from '@oidc-admin/model';
import type { CheckContext, OverlappingExchange } from '../checks/checkContext.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import { compose } from '../checks/compose.ts';
import { callersOf } from '../checks/contractViews.ts';
import type { ResourceChecks } from '../checks/kindChecks.ts';
import type { RunContext } from '../checks/runContext.ts';
import type { Composed } from '../checks/sent.ts';
import { keyedRaces } from '../races/keyedRaces.ts';
import { parentRaces } from '../races/parentRaces.ts';
import type { OverlappingRequests } from '../races/race.ts';

/** So often is every race run: a window of a millisecond is hit nearly every time already. */
const rounds = 6;

/** Overlapping requests end in a state that some order of them explains. */
export const concurrent: ResourceChecks = {
  variants: (about) => {
    const { contract, clause, resource } = about;
    const writer = contract.operations.find(
      ({ id }) => id === (resource.operations.create ?? resource.operations.save),
    );
    if (writer === undefined) return [];
    const races = resource.key === undefined ? parentRaces(about) : keyedRaces(about);
    return races.map(({ name, roles = [], parents, round }) => ({
      name,
      principals: [...callersOf(writer), ...roles],
      ...(parents === undefined ? {} : { parents }),
      waits: true,
      run: async (context) => {
        for (let count = 0; count < rounds; count += 1)
          if (!(await runRound(context, clause.id, await round(context)))) return;
      },
    }));
  },
};

/** Whether what was answered can be explained. */
async function runRound(
  context: CheckContext,
  clause: string,
  { together, after }: OverlappingRequests,
): Promise<boolean> {
  const { run } = context;
  // Signing in and signing is done before, so that nothing but the requests takes time.
  const all = [...together, ...after];
  const composed = await composeAll(context, all);
  const overlapping = composed.slice(0, together.length);
  const results: OverlappingExchange[] = [];
  try {
    results.push(...(await Promise.all(overlapping.map((one) => context.observe(one)))));
    for (const one of composed.slice(together.length)) results.push(await context.observe(one));
  } catch (error) {
    // Stopped in the middle: of those that were answered, nobody looked at what they did.
    for (const one of composed) run.pool.doubt(one, 200);
    throw error;
  }
  const lost = results.find((one) => 'failure' in one);
  const history = results.flatMap((one) => ('failure' in one ? [] : [one]));
  const explanation = lost === undefined ? explanationOf(run, history) : undefined;
  if (explanation?.explained === true) {
    run.state = explanation.state;
    for (const one of composed) run.pool.made(one);
    return true;
  }
  for (const one of composed) run.pool.doubt(one, 200);
  // On a busy machine a short session may have ended in the middle: nothing is said of this round.
  if (run.principals.map(({ name }) => run.sessions.mayHaveEnded(name)).includes(true)) return true;
  if (explanation === undefined) {
    const message = `a request that overlapped with others was not answered: ${lost?.failure ?? ''}`;
    context.blame(clause, message, undefined, undefined, lost?.exchange);
    return false;
  }
  const stuck = history[explanation.index];
  const [mismatch] = explanation.mismatches;
  const what =
    stuck === undefined
      ? 'a response'
      : `the ${stuck.response.status} of ${stuck.request.operation}`;
  context.blame(
    clause,
    `no order of ${history.length} overlapping requests explains ${what}: ${mismatch?.message ?? ''}`,
    mismatch?.expected,
    mismatch?.actual,
    stuck?.exchange,
    mismatch === undefined
      ? {}
      : {
          symptom: mismatch.symptom ?? mismatch.clause,
          ...(mismatch.at !== undefined && { at: mismatch.at }),
        },
  );
  return false;
}

/**
 * An order of the requests that explains all responses. Where there is none, one that explains them but for their form, which
 * is wrong without any overlap as well or is all that the overlap did: then the first such difference is what is left.
 */
function explanationOf(
  { model, state, contract }: RunContext,
  history: readonly ObservedExchange[],
): Explanation {
  const strict = explains(model, state, history);
  if (strict.explained) return strict;
  const kindOf = new Map(contract.clauses.map((clause) => [clause.id, clause]));
  const formOf = (mismatches: readonly Mismatch[]): readonly Mismatch[] =>
    mismatches.filter(
      ({ clause, at }) => at !== undefined && kindOf.get(clause)?.group === 'response',
    );
  const odd = history
    .map(({ request, response }) =>
      formOf(model.judge(model.step(state, request), response).mismatches),
    )
    .flatMap(([first], index) => (first === undefined ? [] : [{ index, mismatches: [first] }]));
  const [first] = odd;
  if (first === undefined) return strict;
  const judge: Model['judge'] = (allowed, observed) => {
    const verdict = model.judge(allowed, observed);
    const form = formOf(verdict.mismatches);
    const mismatches = verdict.mismatches.filter(
      ({ at }) => !form.some((other) => at !== undefined && isBelow(at, other.at ?? '')),
    );
    return { ...verdict, mismatches };
  };
  const lenient = explains({ ...model, judge }, state, history);
  return lenient.explained ? { ...strict, ...first } : lenient;
}

/** Whether a pointer is to the same place as another, or to something in it. */
function isBelow(at: string, outer: string): boolean {
  return at === outer || at.startsWith(`${outer}/`);
}

async function composeAll(
  context: CheckContext,
  requests: readonly CheckRequest[],
): Promise<Composed[]> {
  const composed: Composed[] = [];
  for (const request of requests) composed.push(await compose(context.run, context, request));
  return composed;
}
