import type { Resource } from '@oidc-admin/contract';
import { valueAt, withValueAt } from '@oidc-admin/mock';
import { inLists, onSuccess, only, type FaultHooks } from '@oidc-admin/mock/faults';
import type { VariantMutants } from '../variantMutant.ts';

/** Pages of servers that nobody asked for a page. */
const pages = [20, 50, 100];

/** A list has a first page and no more; nothing stands where an empty one should. */
export const lists: VariantMutants = (contract) => [...cut(contract), ...nullWhenEmpty(contract)];

const nullWhenEmpty: VariantMutants = ({ clauses, operations }) =>
  clauses.flatMap((clause) => {
    const operation = operations.find(({ id }) => id === clause.operation);
    if (clause.kind !== 'propertyType' || operation?.action.does !== 'list') return [];
    const { at } = operation.action;
    if (clause.status !== 200 || `/${clause.element}` !== at) return [];
    return [
      {
        clause,
        name: 'nullWhenEmpty',
        says: 'Null stands where an empty list should.',
        operation: operation.id,
        hooks: onSuccess(['list'], (decision) => {
          const list = valueAt(decision.body, at);
          return decision.body !== undefined && Array.isArray(list) && list.length === 0
            ? { ...decision, body: withValueAt(decision.body, at, null) }
            : decision;
        }),
      },
    ];
  });

const cut: VariantMutants = ({ clauses, resources, operations }) =>
  clauses
    .filter(({ kind }) => kind === 'listed')
    .flatMap((clause) => {
      const resource = resources.find(({ name }) => name === clause.resource);
      const list = resource?.operations.list;
      if (resource === undefined || list === undefined) return [];
      const isPaged = operations.some(({ id, paging }) => id === list && paging !== undefined);
      return pages.map((length) => ({
        clause,
        name: `cutAt${length}`,
        says: `A list ends after ${length}.`,
        operation: list,
        hooks: only(
          resource,
          isPaged ? firstOnly(resource, length) : inLists((found) => found.slice(0, length)),
        ),
      }));
    });

/** Of what is shown in pages, all pages together end there. */
function firstOnly({ name }: Resource, length: number): FaultHooks {
  return {
    view: (state, { operation }) => {
      if (operation.action.does !== 'list') return state;
      const parents = [...(state.resources.get(name) ?? [])].map(
        ([parent, children]) => [parent, new Map([...children].slice(0, length))] as const,
      );
      return { ...state, resources: new Map([...state.resources, [name, new Map(parents)]]) };
    },
  };
}
