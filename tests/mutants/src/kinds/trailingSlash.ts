import { isSpelled, refusing, type FaultHooks } from '@oidc-admin/mock/faults';

/** Finds paths only as the document writes their end. */
export function trailingSlash(): FaultHooks {
  return refusing(404, (context) => !isSpelled(context, 'slash'));
}
