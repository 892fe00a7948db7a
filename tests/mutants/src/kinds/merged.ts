import { onSuccess, savingOtherwise, sentBody } from '@oidc-admin/mock/faults';
import { ofResource } from '../mutant.ts';

/** Forgets what a merge does not name, but for what must be there. */
export const merged = ofResource(({ properties, key }) => {
  const needed = new Set(properties.filter(({ required }) => required).map(({ name }) => name));
  return onSuccess(['merge'], (decision, context) => {
    const sent = sentBody(context);
    return savingOtherwise(decision, context, (saved) =>
      Object.fromEntries(
        Object.entries(saved).filter(
          ([name]) => name === key || needed.has(name) || Object.hasOwn(sent, name),
        ),
      ),
    );
  });
});
