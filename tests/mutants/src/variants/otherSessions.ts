import { childrenOf, type ModelState } from '@oidc-admin/mock';
import { namedPlace, only, type FaultHooks } from '@oidc-admin/mock/faults';
import type { ModelRequest } from '@oidc-admin/model';
import type { VariantMutants } from '../variantMutant.ts';

/** What is made in one session is in the list of this one only. */
export const otherSessions: VariantMutants = ({ clauses, operations, resources }) =>
  clauses
    .filter(({ kind, element }) => kind === 'kept' && element === undefined)
    .flatMap((clause) => {
      const resource = resources.find(({ name }) => name === clause.resource);
      const { create, list, read, delete: remove } = resource?.operations ?? {};
      const opens = operations.some(({ action }) => action.does === 'open');
      const isWhole = [create, list, read, remove].every((id) => id !== undefined);
      if (resource === undefined || !opens || !isWhole || resource.parent !== undefined) return [];
      return [
        {
          clause,
          name: 'listedInOwnSession',
          says: 'A list shows what was made in the same session, and not what another one has made.',
          hooks: only(resource, hiding(resource.name)),
        },
      ];
    });

function hiding(resource: string): FaultHooks {
  const madeBy = (key: string): string => `made ${key}`;
  return {
    view: (state, { operation, request, memory }) => {
      if (operation.action.does !== 'list') return state;
      const own = [...childrenOf(state, resource, '')].filter(([key]) =>
        [undefined, tokenOf(request)].includes(memory.get(madeBy(key)) as string | undefined),
      );
      const parents = new Map(state.resources.get(resource)).set('', new Map(own));
      const next: ModelState['resources'] = new Map(state.resources).set(resource, parents);
      return { ...state, resources: next };
    },
    decide: (decision, context) => {
      const place = namedPlace(context);
      if (context.operation.action.does === 'create' && decision.status < 300 && place)
        context.memory.set(madeBy(place.key), tokenOf(context.request));
      return decision;
    },
  };
}

function tokenOf({ caller }: ModelRequest): string {
  return caller.kind === 'token' ? caller.token : '';
}
