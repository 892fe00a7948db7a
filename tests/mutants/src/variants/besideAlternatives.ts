import { sentBody, refusing, savingOtherwise, onWrites, only } from '@oidc-admin/mock/faults';
import { operationsWith, type VariantMutants } from '../variantMutant.ts';

/** Properties of one alternative of a body that get in the way of another, or are cared for less. */
export const besideAlternatives: VariantMutants = (contract) => [
  ...operationsWith(contract, 'alternative').flatMap(({ clause, operation }) => {
    const alternatives = operation.body?.alternatives ?? [];
    const own = (clause.element ?? '').split('+');
    const idle = [...new Set(alternatives.flat())].filter(
      (name) => !own.includes(name) && !alternatives.every((names) => names.includes(name)),
    );
    return idle.map((name) => ({
      clause,
      name: `besideRefused.${name}`,
      says: 'A property that has no meaning beside the others is refused where it stands alone.',
      operation: operation.id,
      hooks: refusing(400, (context) => {
        const sent = sentBody(context);
        const there = (one: string): boolean => Object.hasOwn(sent, one);
        return own.every(there) && idle.filter(there).join(' ') === name;
      }),
    }));
  }),
  ...contract.clauses
    .filter(({ kind, element }) => kind === 'kept' && element === undefined)
    .flatMap((clause) => {
      const resource = contract.resources.find(({ name }) => name === clause.resource);
      const idle = resource?.properties.filter((one) => one.irrelevantWith !== undefined) ?? [];
      if (resource === undefined || idle.length === 0) return [];
      const { create, replace } = resource.operations;
      return [create, replace].flatMap((operation) =>
        operation === undefined
          ? []
          : [
              {
                clause,
                name: 'otherAlternativeCut',
                says: 'A long text is cut where only one form of the body has it.',
                operation,
                hooks: only(
                  resource,
                  onWrites((decision, context) =>
                    savingOtherwise(decision, context, (saved) =>
                      Object.fromEntries(
                        Object.entries(saved).map(([name, value]) => [
                          name,
                          typeof value === 'string' && idle.some((one) => one.name === name)
                            ? value.slice(0, 1024)
                            : value,
                        ]),
                      ),
                    ),
                  ),
                ),
              },
            ],
      );
    }),
];
