import { acceptedRequests } from '../checks/accepting.ts';

/** Every letter of the fixed parts of the path in the other case. */
export const pathCase = acceptedRequests(() => ({
  change: (right) => ({ ...right, spelling: { letters: 'swapped' } }),
}));
