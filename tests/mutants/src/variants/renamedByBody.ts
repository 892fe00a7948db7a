import { savedAt, withSaved } from '@oidc-admin/mock';
import { namedPlace, onSuccess, sentBody } from '@oidc-admin/mock/faults';
import { operationsWith, type VariantMutants } from '../variantMutant.ts';

/** A key in the body of an update gives what the path names another key. */
export const renamedByBody: VariantMutants = (contract) =>
  operationsWith(contract, 'unknownProperty')
    .filter(({ clause, operation }) => clause.element === undefined && operation.changes)
    .flatMap(({ clause, operation }) => {
      const { action, body } = operation;
      const { key, operations } =
        contract.resources.find(({ name }) => 'resource' in action && action.resource === name) ??
        {};
      const isDocumented = body?.properties.some(({ name }) => name === key) !== false;
      if (key === undefined || isDocumented || operations?.read === undefined) return [];
      if (action.does !== 'replace' && action.does !== 'merge') return [];
      return [
        {
          clause,
          name: 'renamed',
          says: 'A key in the body of an update is the key from then on.',
          operation: operation.id,
          hooks: onSuccess(['replace', 'merge'], (decision, context) => {
            const place = namedPlace(context);
            const saved = place && savedAt(decision.next, place);
            const { [key]: other } = sentBody(context);
            if (place === undefined || saved === undefined || typeof other !== 'string')
              return decision;
            const moved = withSaved(decision.next, place, undefined);
            return {
              ...decision,
              next: withSaved(moved, { ...place, key: other }, { ...saved, [key]: other }),
            };
          }),
        },
      ];
    });
