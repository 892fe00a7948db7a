import { acceptedRequests } from '../checks/accepting.ts';

/** A slash at the end of the path where the document has none, and the other way round. */
export const trailingSlash = acceptedRequests(() => ({
  change: (right) => ({ ...right, spelling: { slash: 'other' } }),
}));
