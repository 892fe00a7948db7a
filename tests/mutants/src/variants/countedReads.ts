import {
  asText,
  freeProperties,
  namedPlace,
  only,
  onSuccess,
  savingOtherwise,
} from '@oidc-admin/mock/faults';
import type { VariantMutants } from '../variantMutant.ts';

/** A read changes what it reads, though not the first time. */
export const countedReads: VariantMutants = ({ clauses, resources }) =>
  clauses
    .filter(({ kind }) => kind === 'readUnchanged')
    .flatMap((clause) => {
      const resource = resources.find(({ name }) => name === clause.resource);
      const read = resource?.operations.read;
      const name = resource && freeProperties(resource).at(-1)?.name;
      if (resource === undefined || read === undefined || name === undefined) return [];
      const hooks = onSuccess(['read'], (decision, context) => {
        const place = namedPlace(context);
        const counted = `${place?.parent} ${place?.key}`;
        const count = Number(context.memory.get(counted) ?? 0) + 1;
        context.memory.set(counted, count);
        return count < 3
          ? decision
          : savingOtherwise(decision, context, (saved) => ({
              ...saved,
              [name]: `${asText(saved[name])}1`,
            }));
      });
      return [
        {
          clause,
          name: 'thirdRead',
          says: 'The third read of the same changes it.',
          operation: read,
          hooks: only(resource, hooks),
        },
      ];
    });
