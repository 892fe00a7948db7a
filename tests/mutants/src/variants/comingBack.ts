import { makesKeys } from '@oidc-admin/contract';
import { savedAt, withSaved, type Decision, type FaultContext } from '@oidc-admin/mock';
import { namedPlace, only, type FaultHooks } from '@oidc-admin/mock/faults';
import type { VariantMutants } from '../variantMutant.ts';

type Changing = (decision: Decision, context: FaultContext, wasDeleted: boolean) => Decision;

/** What was deleted is only marked as such, and something of it comes back, or stays in the way. */
export const comingBack: VariantMutants = ({ clauses, resources }) =>
  clauses
    .filter(({ kind }) => kind === 'deleted')
    .flatMap((clause) => {
      const resource = resources.find(({ name }) => name === clause.resource);
      const { replace, merge, delete: remove } = resource?.operations ?? {};
      const update = replace ?? merge;
      if (resource === undefined || update === undefined || remove === undefined) return [];
      const made = (name: string, says: string, change: Changing) => ({
        clause,
        name,
        says,
        hooks: only(resource, remembering(change)),
      });
      return [
        made(
          'updateBringsBack',
          'An update of something deleted brings it back.',
          (decision, context, wasDeleted) =>
            context.operation.id === update && wasDeleted && decision.broken.length > 0
              ? broughtBack(context, resource.key ?? '')
              : decision,
        ),
        made(
          'updateOfDeletedTaken',
          'An update of something deleted is answered as if it were there.',
          (decision, context, wasDeleted) =>
            context.operation.id === update && wasDeleted && decision.broken.length > 0
              ? context.pretend()
              : decision,
        ),
        ...(makesKeys(resource)
          ? []
          : [
              made(
                'madeAgainStays',
                'What was made again under the key of something deleted cannot be deleted.',
                (decision, context, wasDeleted) =>
                  context.operation.id === remove && wasDeleted
                    ? { ...decision, next: { ...context.state, sessions: decision.next.sessions } }
                    : decision,
              ),
            ]),
      ];
    });

/** Tells which keys were deleted before. */
function remembering(change: Changing): FaultHooks {
  return {
    decide: (decision, context) => {
      const place = namedPlace(context);
      if (place === undefined) return decision;
      const wasDeleted = context.memory.has(place.key);
      const { does } = context.operation.action;
      if (does === 'delete' && decision.broken.length === 0) context.memory.set(place.key, true);
      return change(decision, context, wasDeleted);
    },
  };
}

function broughtBack(context: FaultContext, key: string): Decision {
  const place = namedPlace(context);
  const done = context.pretend();
  const { body } = context.request;
  if (place === undefined || body.kind !== 'json' || savedAt(context.state, place) !== undefined)
    return done;
  return {
    ...done,
    next: withSaved(done.next, place, { ...Object(body.value), [key]: place.key }),
  };
}
