import type { ModelState, ObservedResponse } from '@oidc-admin/model';
import type { RunContext } from './runContext.ts';
import type { Composed } from './sent.ts';

const earlier = new WeakMap<RunContext, ModelState['resources']>();

/** Notes what was saved before a request, where the request has changed it. */
export function noteChange(run: RunContext, { resources }: ModelState): void {
  if (run.state.resources !== resources) earlier.set(run, resources);
}

/** Whether the response to a read would have been right before the last change. */
export function isStaleRead(
  run: RunContext,
  { request, model }: Composed,
  response: ObservedResponse,
): boolean {
  const resources = earlier.get(run);
  if (resources === undefined || request.operation.action.does !== 'read') return false;
  const allowed = run.model.step({ ...run.state, resources }, model);
  const { matched, mismatches } = run.model.judge(allowed, response);
  return matched !== undefined && mismatches.every(({ binding }) => binding !== 'MUST');
}
