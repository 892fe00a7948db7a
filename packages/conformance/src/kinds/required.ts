import { isNested } from '@oidc-admin/contract';
import { without, withBodyValue } from '../checks/bodies.ts';
import { refusedRequests } from '../checks/kindChecks.ts';
import { rightRequest } from '../checks/requests.ts';

/** A required property or parameter left out. */
export const required = refusedRequests(({ clause: { element = '', in: place }, operation }) => [
  {
    // Without its state, a server may change what is there, which other checks look at meanwhile.
    ...(place === 'header' && { sideBySide: false }),
    request: async (context) => {
      // What is required of an object needs the object.
      const properties = isNested(element) ? 'full' : 'minimal';
      const right = await rightRequest(context, operation, { properties });
      if (place === 'query') return { ...right, query: without(right.query ?? {}, [element]) };
      if (place === 'header') {
        const leftOut = element.toLowerCase();
        return { ...right, headers: without(right.headers ?? {}, [leftOut]), leftOut };
      }
      return { ...right, body: withBodyValue(right.body, element, undefined) };
    },
  },
]);
