import type { AllowedResponse } from '@oidc-admin/model';
import type { FoundMismatch } from '../reports/checkResult.ts';
import { blamed, namedAs } from './blamed.ts';
import { observedOf } from './comparedResponse.ts';
import { withoutList, type AllPages } from './laterPages.ts';
import type { RunContext } from './runContext.ts';
import type { Composed, SendOptions } from './sent.ts';
import { violationMismatches } from './violationMismatches.ts';

/** What is wrong with each of several pages: its status, headers, framing and schema, and what stands beside its elements. */
export function eachPage(
  run: RunContext,
  composed: Composed,
  { pages }: AllPages,
  allowed: readonly AllowedResponse[],
  options: SendOptions,
): readonly FoundMismatch[] {
  if (pages.length < 2) return [];
  const ofOne = allowed.map(withoutList);
  return pages.flatMap(({ response, index }) => {
    const observed = observedOf(run, composed, response);
    const { matched, mismatches } = run.model.judge(ofOne, observed.response);
    return [
      ...blamed(matched, ofOne, mismatches, response.status, options),
      ...violationMismatches(run, composed, response),
    ].map((mismatch): FoundMismatch => ({
      ...namedAs(mismatch, options.relabel?.(mismatch) ?? mismatch.clause),
      exchange: index,
    }));
  });
}
