import type { Clause } from '@oidc-admin/contract';
import { refusing, sentBody, type FaultHooks } from '@oidc-admin/mock/faults';
import { pretending } from '../refusals.ts';

/** Refuses properties that it does not know; where they are refused rightly, takes them. */
export function unknownProperty(clause: Clause): FaultHooks {
  if (clause.outcome?.allow.every((allowed) => 'status' in allowed) === true)
    return pretending(clause);
  return refusing(400, (context) => {
    const known = new Set(context.operation.body?.properties.map(({ name }) => name));
    return Object.keys(sentBody(context)).some((name) => !known.has(name));
  });
}
