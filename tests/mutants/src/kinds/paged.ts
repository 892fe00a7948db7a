import type { ModelRequest } from '@oidc-admin/model';
import { ofResource } from '../mutant.ts';

/** A page is as long as it would be if nobody had said how long. */
export const paged = ofResource(() => ({
  request: (request, { operation }): ModelRequest => {
    const { [operation.paging?.limit ?? '']: _limit, ...query } = request.query;
    return { ...request, query };
  },
}));
