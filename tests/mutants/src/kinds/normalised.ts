import type { Decision, FaultContext } from '@oidc-admin/mock';
import { onWrites, savingOtherwise, sentBody } from '@oidc-admin/mock/faults';
import { ofResource } from '../mutant.ts';

/** Keeps a value as it was spelt. */
export const normalised = ofResource(() => onWrites(asSent));

function asSent(decision: Decision, context: FaultContext): Decision {
  const sent = sentBody(context);
  const names = (context.operation.body?.properties ?? [])
    .filter((property) => property.normalised !== undefined && Object.hasOwn(sent, property.name))
    .map((property) => property.name);
  return savingOtherwise(decision, context, (saved) => ({
    ...saved,
    ...Object.fromEntries(names.map((name) => [name, sent[name] ?? null])),
  }));
}
