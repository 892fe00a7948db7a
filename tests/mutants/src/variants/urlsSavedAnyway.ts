import { isNested } from '@oidc-admin/contract';
import { withSaved } from '@oidc-admin/mock';
import { namedPlace, savedBefore, sentBody } from '@oidc-admin/mock/faults';
import type { VariantMutants } from '../variantMutant.ts';

/** Of a body that is refused for something else, a URL is saved all the same. */
export const urlsSavedAnyway: VariantMutants = ({ clauses, resources, operations }) =>
  clauses
    .filter(({ kind }) => kind === 'refusedUnchanged')
    .flatMap((clause) => {
      const resource = resources.find(({ name }) => name === clause.resource);
      if (resource?.operations.read === undefined) return [];
      // What has no meaning beside others is in no body with everything.
      const shown = new Set(
        resource.properties
          .filter(({ irrelevantWith }) => irrelevantWith === undefined)
          .map(({ name }) => name),
      );
      return operations
        .filter(({ action }) => 'resource' in action && action.resource === resource.name)
        .filter(({ action }) => action.does === 'replace' || action.does === 'save')
        .flatMap((operation) =>
          (operation.body?.properties ?? [])
            .filter(
              ({ name, format, reachable }) =>
                format === 'uri' && reachable !== true && !isNested(name),
            )
            .filter(({ name }) => shown.has(name))
            .map(({ name }) => ({
              clause,
              name: `saved.${name}`,
              says: `A body with a wrong type is refused, but its ${name} is saved.`,
              operation: operation.id,
              hooks: {
                decide: (decision, context) => {
                  const place = namedPlace(context);
                  const before = savedBefore(context);
                  const { [name]: sent } = sentBody(context);
                  const isOfType = decision.broken.some(
                    ({ kind, property }) => kind === 'type' && property !== name,
                  );
                  return place === undefined ||
                    before === undefined ||
                    !isOfType ||
                    typeof sent !== 'string'
                    ? decision
                    : {
                        ...decision,
                        next: withSaved(decision.next, place, { ...before, [name]: sent }),
                      };
                },
              },
            })),
        );
    });
