import type { Resource } from '@oidc-admin/contract';
import { inLists, only, type FaultHooks } from '@oidc-admin/mock/faults';
import type { VariantMutants } from '../variantMutant.ts';

/** Lists over all parents that forget some, show what is gone, or show something twice. */
export const allParents: VariantMutants = ({ clauses, resources }) =>
  clauses
    .filter(({ kind }) => kind === 'listed')
    .flatMap((clause) => {
      const resource = resources.find(({ name }) => name === clause.resource);
      const operation = resource?.operations.listAll;
      if (resource === undefined || operation === undefined) return [];
      return Object.entries(wrongLists(resource)).map(([name, [says, hooks]]) => ({
        clause,
        name,
        says,
        operation,
        hooks: only(resource, hooks),
      }));
    });

function wrongLists({ name }: Resource): Readonly<Record<string, readonly [string, FaultHooks]>> {
  return {
    firstParentOnly: [
      'The list over all parents shows only what stands below the first.',
      {
        view: (state, { operation: { action } }) => {
          const [first] = state.resources.get(name) ?? [];
          if (!('everywhere' in action) || first === undefined) return state;
          return { ...state, resources: new Map([...state.resources, [name, new Map([first])]]) };
        },
      },
    ],
    lastParentOnly: [
      'The list over all parents shows only what stands below the last.',
      {
        view: (state, { operation: { action } }) => {
          const last = [...(state.resources.get(name) ?? [])].at(-1);
          if (!('everywhere' in action) || last === undefined) return state;
          return { ...state, resources: new Map([...state.resources, [name, new Map([last])]]) };
        },
      },
    ],
    behind: [
      'The list over all parents is as it was before the last change.',
      {
        view: (state, { operation: { action }, previous }) =>
          'everywhere' in action ? { ...state, resources: previous.resources } : state,
      },
    ],
    twice: [
      'The list over all parents shows its first element twice.',
      inLists((found, { operation: { action } }) =>
        'everywhere' in action ? [...found, ...found.slice(0, 1)] : found,
      ),
    ],
  };
}
