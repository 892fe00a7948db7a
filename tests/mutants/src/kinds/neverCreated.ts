import type { JsonValue } from '@oidc-admin/contract';
import { withSaved, type Decision, type FaultContext } from '@oidc-admin/mock';
import { namedPlace, sentBody } from '@oidc-admin/mock/faults';
import { ofResource } from '../mutant.ts';

/** Refuses to replace or to merge into what does not exist, and creates it. */
export const neverCreated = ofResource(() => ({ decide: creatingAnyway }));

function creatingAnyway(decision: Decision, context: FaultContext): Decision {
  const place = namedPlace(context);
  const missing = decision.broken[0]?.kind === 'existence';
  const { action, body } = context.operation;
  const isUpdate = action.does === 'replace' || action.does === 'merge';
  if (!isUpdate || !missing || place === undefined) return decision;
  const key = context.contract.resources.find(({ name }) => name === place.resource)?.key ?? '';
  const defaults = Object.fromEntries(
    (body?.properties ?? []).flatMap((property): [string, JsonValue][] =>
      property.default === undefined ? [] : [[property.name, property.default]],
    ),
  );
  const saved = { ...defaults, ...sentBody(context), [key]: place.key };
  return { ...decision, next: withSaved(decision.next, place, saved) };
}
