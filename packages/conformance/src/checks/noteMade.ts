import { isObject } from '@oidc-admin/contract';
import { isMadeBy, keyPrefix } from '../runner/runId.ts';
import type { RunContext } from './runContext.ts';
import type { Composed } from './sent.ts';

const searches = new WeakMap<RunContext, RegExp>();

/** What finds the keys of a run in a text; made once, as making it takes longer than searching. */
function searchOf(run: RunContext): RegExp {
  const known =
    searches.get(run) ?? new RegExp(`${keyPrefix}${run.parameters.runId}[\\w.-]*`, 'gi');
  searches.set(run, known);
  return known;
}

/** Has each key of the run's own noted that a request may make, whatever its server takes it for. */
export function noteMade(run: RunContext, { request, wire, model }: Composed): void {
  const { runId } = run.parameters;
  if (!request.operation.changes || wire.method === 'DELETE') return;
  const body = model.body.kind === 'json' && isObject(model.body.value) ? model.body.value : {};
  const whole = [...Object.values(model.path), ...Object.values(body)]
    .filter((value) => typeof value === 'string')
    .filter((value) => isMadeBy(runId, value));
  // In a text that is no JSON, too.
  const text = `${wire.url}\n${wire.body === undefined ? '' : Buffer.from(wire.body).toString()}`;
  const found = text.match(searchOf(run)) ?? [];
  for (const key of new Set([...whole, ...found])) run.noteMade(key);
}
