import type { Decision, FaultContext } from '@oidc-admin/mock';
import { asText, onWrites, savingOtherwise, sentBody } from '@oidc-admin/mock/faults';
import { ofResource } from '../mutant.ts';

/** Gives properties that were left out something else than their documented default. */
export const defaults = ofResource(() => onWrites(otherDefaults));

function otherDefaults(decision: Decision, context: FaultContext): Decision {
  const sent = sentBody(context);
  const left = (context.operation.body?.properties ?? []).filter(
    (property) =>
      typeof property.default === 'string' &&
      property.enum === undefined &&
      !Object.hasOwn(sent, property.name),
  );
  return savingOtherwise(decision, context, (saved) => ({
    ...saved,
    ...Object.fromEntries(
      left.map((property) => [property.name, `other_${asText(property.default)}`]),
    ),
  }));
}
