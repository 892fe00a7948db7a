import { withSaved } from '@oidc-admin/mock';
import { namedPlace, type FaultHooks } from '@oidc-admin/mock/faults';

/** A create overwrites what has the key. */
export function taken(): FaultHooks {
  return {
    view: (state, context) => {
      const place = namedPlace(context);
      return place === undefined ? state : withSaved(state, place, undefined);
    },
  };
}
