import type { ModelRequest } from '@oidc-admin/model';
import { ofResource } from '../mutant.ts';

/** A list shows the same, whichever value is asked for. */
export const filtered = ofResource(() => ({
  request: (request, { operation: { filters = {} } }): ModelRequest => ({
    ...request,
    query: Object.fromEntries(
      Object.entries(request.query).filter(([name]) => !Object.hasOwn(filters, name)),
    ),
  }),
}));
