import { explains } from '@oidc-admin/model';

import type { Book } from '../checks/book.ts';
import type { Check } from '../checks/check.ts';
import { compose } from '../checks/compose.ts';
import type { Composed } from '../checks/compose.ts';
import type { Resource } from '../checks/contractTypes.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import type { OverlappingExchange, CheckContext } from '../checks/checkContext.ts';
import { keyedRaces } from './keyedRaces.ts';
import { parentRaces } from './parentRaces.ts';

/** Requests that overlap: what is prepared before, what is sent at the same time, what is looked at when all are answered. */
export interface Race {
  readonly variant: string;
  readonly roles?: readonly string[];
  readonly parents?: number;
  readonly round: (
    context: CheckContext,
    resource: Resource,
  ) => Promise<{
    readonly together: readonly CheckRequest[];
    readonly after: readonly CheckRequest[];
  }>;
}

/** So often is every race run: a window of a millisecond is hit nearly every time already. */
const rounds = 6;

/** Overlapping requests end in a state that some order of them explains. */
export function raceChecks(book: Book): readonly Check[] {
  return book.contract.resources.flatMap((resource) => {
    const id = book.rule(resource, 'concurrent');
    const writer = book.contract.operations.find(
      (one) => one.id === (resource.operations.create ?? resource.operations.save),
    );
    if (id === undefined || writer === undefined) return [];
    const races = resource.key === undefined ? parentRaces(book) : keyedRaces(book, resource);
    return races.map(({ variant, roles = [], parents, round }) => ({
      id: `${id}/${variant}`,
      clauses: [id],
      resource: resource.name,
      needs: 'allowWrites',
      principals: [...book.callers(writer), ...roles],
      ...(parents === undefined ? {} : { parents }),
      waits: true,
      run: async (context) => {
        for (let count = 0; count < rounds; count += 1) {
          if (!(await runRound(context, id, await round(context, resource)))) return;
        }
      },
    }));
  });
}

/** Whether what was answered can be explained. */
async function runRound(
  context: CheckContext,
  clause: string,
  {
    together,
    after,
  }: { readonly together: readonly CheckRequest[]; readonly after: readonly CheckRequest[] },
): Promise<boolean> {
  const { run } = context;
  // Signing in and signing is done before, so that nothing but the requests takes time.
  const all = [...together, ...after];
  const { renewals } = run.sessions;
  let composed = await composeAll(context, all);
  // A session that was renewed on the way closed the one that requests before it carry.
  if (run.sessions.renewals !== renewals) composed = await composeAll(context, all);
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
  for (const request of requests) composed.push(await compose(context, request));
  return composed;
}
