import type { Decision, FaultContext } from '@oidc-admin/mock';
import { ofResource } from '../mutant.ts';

/** The same request a second time fails. */
export const repeatable = ofResource(() => ({ decide: onlyOnce }));

function onlyOnce(decision: Decision, context: FaultContext): Decision {
  const { operation, request, memory } = context;
  if (!operation.repeatable || !operation.changes || decision.broken.length > 0) return decision;
  const same = JSON.stringify([request.operation, request.path, request.body]);
  if (memory.get('last') === same) return context.refuse(500, 'The server failed.');
  memory.set('last', same);
  return decision;
}
