import { explains } from '@oidc-admin/model';

import type { Book } from '../book.ts';
import type { Case } from '../case.ts';
import { compose } from '../compose.ts';
import type { Composed } from '../compose.ts';
import type { Resource } from '../contractTypes.ts';
import type { Intent } from '../intent.ts';
import type { Seen, Trial } from '../trial.ts';
import { keyedRaces } from './keyedRaces.ts';
import { parentRaces } from './parentRaces.ts';

/** Requests that overlap: what is prepared before, what is sent at the same time, what is looked at when all are answered. */
export interface Race {
  readonly variant: string;
  readonly roles?: readonly string[];
  readonly parents?: number;
  readonly round: (
    trial: Trial,
    resource: Resource,
  ) => Promise<{ readonly together: readonly Intent[]; readonly after: readonly Intent[] }>;
}

/** So often is every race run: a window of a millisecond is hit nearly every time already. */
const rounds = 6;

/** Overlapping requests end in a state that some order of them explains. */
export function raceCases(book: Book): readonly Case[] {
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
      apart: true,
      run: async (trial) => {
        for (let count = 0; count < rounds; count += 1) {
          if (!(await runRound(trial, id, await round(trial, resource)))) return;
        }
      },
    }));
  });
}

/** Whether what was answered can be explained. */
async function runRound(
  trial: Trial,
  clause: string,
  { together, after }: { readonly together: readonly Intent[]; readonly after: readonly Intent[] },
): Promise<boolean> {
  const { bench } = trial;
  // Signing in and signing is done before, so that nothing but the requests takes time.
  const all = [...together, ...after];
  const { renewals } = bench.sessions;
  let composed = await composeAll(trial, all);
  // A session that was renewed on the way closed the one that requests before it carry.
  if (bench.sessions.renewals !== renewals) composed = await composeAll(trial, all);
  const overlapping = composed.slice(0, together.length);
  const results: Seen[] = await Promise.all(overlapping.map((one) => trial.observe(one)));
  for (const one of composed.slice(together.length)) results.push(await trial.observe(one));
  const lost = results.find((one) => 'failure' in one);
  const history = results.flatMap((one) => ('failure' in one ? [] : [one]));
  const explanation = lost === undefined ? explains(bench.model, bench.state, history) : undefined;
  if (explanation?.explained === true) {
    bench.state = explanation.state;
    for (const one of composed) bench.subjects.made(one);
    return true;
  }
  for (const one of composed) bench.subjects.doubt(one, 200);
  // On a busy machine a short session may have ended in the middle: nothing is said of this round.
  if (bench.principals.map(({ name }) => bench.sessions.mayHaveEnded(name)).includes(true))
    return true;
  if (explanation === undefined) {
    const message = `a request that overlapped with others was not answered: ${lost?.failure ?? ''}`;
    trial.blame(clause, message, undefined, undefined, lost?.exchange);
    return false;
  }
  const stuck = history[explanation.index];
  const [difference] = explanation.differences;
  const what =
    stuck === undefined ? 'a response' : `the ${stuck.seen.status} of ${stuck.request.operation}`;
  trial.blame(
    clause,
    `no order of ${history.length} overlapping requests explains ${what}: ${difference?.message ?? ''}`,
    difference?.expected,
    difference?.actual,
    stuck?.exchange,
  );
  return false;
}

async function composeAll(trial: Trial, intents: readonly Intent[]): Promise<Composed[]> {
  const composed: Composed[] = [];
  for (const intent of intents) composed.push(await compose(trial, intent));
  return composed;
}
