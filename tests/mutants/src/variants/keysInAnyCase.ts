import { ignoringKeyCase, only, type FaultHooks } from '@oidc-admin/mock/faults';
import type { VariantMutants } from '../variantMutant.ts';

/** One operation alone takes a key in any letter case for the one that is there. */
export const keysInAnyCase: VariantMutants = ({ clauses, resources }) =>
  clauses
    .filter(({ kind }) => kind === 'distinctCase')
    .flatMap((clause) => {
      const resource = resources.find(({ name }) => name === clause.resource);
      if (resource === undefined) return [];
      const { read, replace, merge, delete: remove } = resource.operations;
      return [read, replace, merge, remove].flatMap((operation) =>
        operation === undefined
          ? []
          : [
              {
                clause,
                name: 'keyInAnyCase',
                says: 'One operation alone finds a key in any letter case.',
                operation,
                hooks: only(resource, whereMissing(ignoringKeyCase(resource), resource.key ?? '')),
              },
            ],
      );
    });

/** Leaves keys alone that are there as they are written. */
function whereMissing(hooks: FaultHooks, key: string): FaultHooks {
  return {
    request: (request, context) => {
      const known = [...(context.state.resources.values() ?? [])].flatMap((parents) =>
        [...parents.values()].flatMap((keys) => [...keys.keys()]),
      );
      if (known.includes(request.path[key] ?? '')) return request;
      return hooks.request?.(request, context) ?? request;
    },
  };
}
