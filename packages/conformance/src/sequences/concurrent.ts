import { explains } from '@oidc-admin/model';
import type { CheckContext, OverlappingExchange } from '../checks/checkContext.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import { compose } from '../checks/compose.ts';
import { callersOf } from '../checks/contractViews.ts';
import type { ResourceChecks } from '../checks/kindChecks.ts';
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
  const results: OverlappingExchange[] = await Promise.all(
    overlapping.map((one) => context.observe(one)),
  );
  for (const one of composed.slice(together.length)) results.push(await context.observe(one));
  const lost = results.find((one) => 'failure' in one);
  const history = results.flatMap((one) => ('failure' in one ? [] : [one]));
  const explanation = lost === undefined ? explains(run.model, run.state, history) : undefined;
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
  );
  return false;
}

async function composeAll(
  context: CheckContext,
  requests: readonly CheckRequest[],
): Promise<Composed[]> {
  const composed: Composed[] = [];
  for (const request of requests) composed.push(await compose(context.run, context, request));
  return composed;
}
