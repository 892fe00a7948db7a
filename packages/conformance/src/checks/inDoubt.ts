import { kinds } from '@oidc-admin/contract';
import { withSaved, type ModelState, type ObservedResponse } from '@oidc-admin/model';
import type { FoundMismatch } from '../reports/checkResult.ts';
import { statePlace, type ResourceRef } from './resourceRef.ts';
import type { RunContext } from './runContext.ts';
import type { Composed } from './sent.ts';

/**
 * Of what differs in a response about something that may be there or not, nobody knows: its form, the secrets that it shows, and
 * a status that is right in neither case.
 */
export function certainIn(
  { contract, model }: RunContext,
  ref: ResourceRef,
  before: ModelState,
  { model: request }: Composed,
  { response, found }: { response: ObservedResponse; found: readonly FoundMismatch[] },
): readonly FoundMismatch[] {
  const clauses = new Map(contract.clauses.map((clause) => [clause.id, clause]));
  const isCertain = ({ clause: id }: FoundMismatch): boolean => {
    const clause = clauses.get(id);
    if (clause === undefined) return true;
    return clause.group === 'response'
      ? clause.kind !== 'status'
      : kinds[clause.kind].family === 'secrets';
  };
  const [there, absent] = [{}, undefined].map((saved) => {
    const state = withSaved(before, statePlace(ref), saved);
    return model.judge(model.step(state, request), response);
  });
  const matched = [there, absent].find((verdict) => verdict?.matched !== undefined);
  return [
    ...(matched === undefined
      ? (there?.mismatches ?? [])
      : matched.mismatches.filter((one) => isCertain(one))),
    ...found.filter((one) => isCertain(one)),
  ];
}
