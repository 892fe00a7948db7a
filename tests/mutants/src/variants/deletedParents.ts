import {
  parentsAbove,
  placeAbove,
  textBelow,
  type Clause,
  type Contract,
  type Resource,
} from '@oidc-admin/contract';
import { childrenOf, savedAt, withAllSaved } from '@oidc-admin/mock';
import { namedPlace, onSuccess, type FaultHooks } from '@oidc-admin/mock/faults';
import type { VariantMutant, VariantMutants } from '../variantMutant.ts';

/** Deletes something, and forgets what stands below it. */
export const deletedParents: VariantMutants = (contract) =>
  contract.resources.flatMap((parent) => {
    const operation = parent.operations.delete;
    if (operation === undefined) return [];
    const deleted = contract.clauses.find(
      ({ kind, resource, element }) =>
        kind === 'deleted' && resource === parent.name && element === undefined,
    );
    const children =
      deleted === undefined || parent.serverMade.includes(parent.key ?? '')
        ? []
        : contract.resources.filter(({ parentResource }) => parentResource === parent.name);
    const stays = children.flatMap((child): VariantMutant[] =>
      deleted === undefined
        ? []
        : [
            {
              clause: deleted,
              name: `${child.name}Stays`,
              says: `A delete leaves each ${child.name} where it is, for whoever takes the key next.`,
              operation,
              hooks: keeping(child, parent),
            },
          ],
    );
    return [
      ...stays,
      ...missing(contract, parent).map((clause) => stillAnswered(clause, parent.name)),
    ];
  });

function keeping({ name }: Resource, above: Resource): FaultHooks {
  return onSuccess(['delete'], (decision, context) => {
    const place = namedPlace(context);
    if (place?.resource !== above.name) return decision;
    const text = textBelow(above, place);
    const left = childrenOf(context.state, name, text);
    return { ...decision, next: withAllSaved(decision.next, name, text, left) };
  });
}

/** The clauses that say that what stands above a request must exist. */
function missing(contract: Contract, { name }: Resource): readonly Clause[] {
  const above = new Map(contract.operations.map((one) => [one.id, parentsAbove(one, contract)]));
  return contract.clauses.filter(
    ({ kind, element, operation = '' }) =>
      kind === 'existence' &&
      above.get(operation)?.some((one) => one.parameter === element && one.resource.name === name),
  );
}

/** What was there until the last change is there still, for what stands below it. */
function stillAnswered(clause: Clause, resource: string): VariantMutant {
  const element = clause.element ?? '';
  return {
    clause,
    name: 'deletedParent',
    says: `Who asks below a ${element} that was just deleted is answered as if it were there.`,
    operation: clause.operation ?? '',
    hooks: {
      decide: (decision, context) => {
        const { contract, operation, previous, request } = context;
        const above = parentsAbove(operation, contract).find(
          ({ parameter }) => parameter === element,
        );
        if (above === undefined) return decision;
        const place = { ...placeAbove(operation, above, request.path), resource };
        const isMissing = decision.broken[0]?.clause === clause.id;
        return isMissing && savedAt(previous, place) !== undefined ? context.pretend() : decision;
      },
    },
  };
}
