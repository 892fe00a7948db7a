import { makesKeys } from '@oidc-admin/contract';
import type { Decision, FaultContext } from '@oidc-admin/mock';
import { namedPlace, only } from '@oidc-admin/mock/faults';
import type { VariantMutants } from '../variantMutant.ts';

/** What a read has answered is remembered by its key, and what makes the key another's does not forget it. */
export const rememberedReads: VariantMutants = ({ clauses, resources }) =>
  clauses
    .filter(({ kind }) => kind === 'deleted')
    .flatMap((clause) => {
      const resource = resources.find(({ name }) => name === clause.resource);
      const { create, read, delete: remove } = resource?.operations ?? {};
      if (resource === undefined || makesKeys(resource)) return [];
      if (create === undefined || read === undefined || remove === undefined) return [];
      return [
        {
          clause,
          name: 'readRemembered',
          says: 'A read of what was made again answers what was read before the delete.',
          hooks: only(resource, {
            decide: (decision: Decision, context: FaultContext) =>
              remembering(decision, context, [200, 200]),
          }),
        },
        {
          clause,
          name: 'absenceRemembered',
          says: 'A read of what was made again answers that it is not there, as it did before.',
          hooks: only(resource, {
            decide: (decision: Decision, context: FaultContext) =>
              remembering(decision, context, [404, 200]),
          }),
        },
      ];
    });

/** Answers what was answered before with the first status in the place of an answer with the second one. */
function remembering(
  decision: Decision,
  context: FaultContext,
  [kept, replaced]: readonly [number, number],
): Decision {
  const { memory, operation } = context;
  const place = namedPlace(context);
  if (place === undefined) return decision;
  const name = `${place.parent} ${place.key}`;
  const { does } = operation.action;
  if (['replace', 'merge', 'save'].includes(does)) memory.delete(name);
  if (does !== 'read') return decision;
  const known = memory.get(name) as Decision | undefined;
  if (known !== undefined && decision.status === replaced) {
    const { status, headers, body } = known;
    return { status, headers, body, next: decision.next, broken: [] };
  }
  if (decision.status === kept) memory.set(name, decision);
  return decision;
}
