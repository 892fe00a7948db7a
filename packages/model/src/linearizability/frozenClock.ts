import { touched } from '../access.ts';
import type { Model, ModelState } from '../model.ts';
import { sessionTimeoutMs } from '../session.ts';
import type { ObservedExchange } from './linearise.ts';

/**
 * The same history with one time for every request, which makes states alike that differ only in when a session was
 * last used. None where a session may reach its time-out on the way, so that the time does matter.
 */
export function frozenClock(
  model: Model,
  initial: ModelState,
  history: readonly ObservedExchange[],
): readonly ObservedExchange[] | undefined {
  const times = history.map(({ request }) => request.now);
  const first = times.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
  const last = times.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
  const timeout = sessionTimeoutMs(model);
  const tolerance = model.deployment.clockToleranceMs ?? 0;
  const matters = (lastUsed: number): boolean =>
    last - lastUsed >= timeout - tolerance && first - lastUsed < timeout + tolerance;
  if (last - first >= timeout - tolerance) return undefined;
  if ([...initial.sessions.values()].some(({ lastUsed, closed }) => !closed && matters(lastUsed)))
    return undefined;
  const opening = new Set(
    model.contract.operations.filter(({ action }) => action.does === 'open').map(({ id }) => id),
  );
  return history.map((observed) =>
    opening.has(observed.request.operation)
      ? observed
      : { ...observed, request: { ...observed.request, now: first } },
  );
}

/** A state together with the times at which the requests of a history really used their sessions. */
export function withRealTimes(state: ModelState, history: readonly ObservedExchange[]): ModelState {
  return history.reduce(
    (before, { request, response }) =>
      response.status === 401 ? before : touched(before, request),
    state,
  );
}
