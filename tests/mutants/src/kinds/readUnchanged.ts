import { asText, freeProperties, onSuccess, savingOtherwise } from '@oidc-admin/mock/faults';
import { ofResource } from '../mutant.ts';

/** A read answers rightly, and changes what it read. */
export const readUnchanged = ofResource((resource) => {
  const name = freeProperties(resource).at(-1)?.name ?? '';
  return onSuccess(['read'], (decision, context) =>
    savingOtherwise(decision, context, (saved) => ({
      ...saved,
      [name]: `${asText(saved[name])}1`,
    })),
  );
});
