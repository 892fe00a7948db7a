import type { Contract } from '../reports/report.ts';
import type { Collected } from './collector.ts';
import type { RunParameters } from './runParameters.ts';

/** What is known of one target when its checks have run, or why they have not. */
export interface Outcome {
  readonly parameters: RunParameters;
  readonly contract: Contract;
  readonly results: Collected['results'];
  /** Why the run is incomplete there. */
  readonly reasons: readonly string[];
}

const limitReached = (results: Collected['results']): boolean =>
  results.some(
    ({ status, reason = '' }) => status === 'notRun' && /^the limit of \d+ requests/.test(reason),
  );

/** The outcome at a target whose checks were started. A shard may hold none of them. */
export const outcomeOf = (
  { parameters, results, broken }: Collected,
  contract: Contract,
  others: readonly string[],
  mayBeEmpty: boolean,
): Outcome => ({
  parameters,
  contract,
  results,
  reasons: [
    ...others,
    ...(results.length === 0 && broken.length === 0 && !mayBeEmpty ? ['nothing was selected'] : []),
    ...(limitReached(results) ? ['the limit of requests was reached before the end'] : []),
    ...broken,
  ],
});
