import { inLists, only } from '@oidc-admin/mock/faults';
import type { VariantMutants } from '../variantMutant.ts';

/** Pages of servers that nobody asked for a page. */
const pages = [20, 50, 100];

/** A list has a first page and no more. */
export const listCut: VariantMutants = ({ clauses, resources }) =>
  clauses
    .filter(({ kind }) => kind === 'listed')
    .flatMap((clause) => {
      const resource = resources.find(({ name }) => name === clause.resource);
      const list = resource?.operations.list;
      if (resource === undefined || list === undefined) return [];
      return pages.map((length) => ({
        clause,
        name: `cutAt${length}`,
        says: `A list ends after ${length}.`,
        operation: list,
        hooks: only(
          resource,
          inLists((found) => found.slice(0, length)),
        ),
      }));
    });
