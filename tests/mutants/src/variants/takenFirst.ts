import { isNested } from '@oidc-admin/contract';
import { savedBefore, type FaultHooks } from '@oidc-admin/mock/faults';
import { operationsWith, type VariantMutants } from '../variantMutant.ts';

/** Refuses a key that is taken before it looks whether the texts of the body are too long. */
export const takenFirst: VariantMutants = (contract) =>
  operationsWith(contract, 'order').flatMap(({ clause, operation }) => {
    const { action, body } = operation;
    const resource = contract.resources.find(
      ({ name }) => 'resource' in action && action.resource === name,
    );
    const isTaken = contract.clauses.some(
      ({ kind, operation: id, outcome }) =>
        kind === 'taken' &&
        id === operation.id &&
        outcome?.allow.some((one) => 'status' in one && one.status === 409) === true,
    );
    const isLimited = body?.properties.some(
      ({ name, types, maxLength }) =>
        name !== resource?.key &&
        !isNested(name) &&
        types.includes('string') &&
        maxLength !== undefined,
    );
    if (!isTaken || isLimited !== true) return [];
    return [
      {
        clause,
        name: 'takenBeforeLimits',
        says: 'A key that is taken is refused before a text that is too long.',
        operation: operation.id,
        hooks: {
          decide: (decision, context) =>
            decision.broken.some(({ kind }) => kind === 'maxLength') &&
            savedBefore(context) !== undefined
              ? context.refuse(409, 'There is one of this key.')
              : decision,
        } satisfies FaultHooks,
      },
    ];
  });
