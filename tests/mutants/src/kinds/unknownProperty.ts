import { refusing, sentBody, type FaultHooks } from '@oidc-admin/mock/faults';

/** Refuses properties that it does not know. */
export function unknownProperty(): FaultHooks {
  return refusing(400, (context) => {
    const known = new Set(context.operation.body?.properties.map(({ name }) => name));
    return Object.keys(sentBody(context)).some((name) => !known.has(name));
  });
}
