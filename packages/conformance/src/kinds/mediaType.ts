import { refusedBodies } from '../checks/refusedBodies.ts';

/** Another media type, and none where the facts say what is answered. */
export const mediaType = refusedBodies(({ operation }) => ({
  text: () => ({ mediaType: 'text/plain' }),
  ...(operation.body?.untested?.includes('missingMediaType') === true
    ? {}
    : { missing: () => ({ mediaType: null }) }),
}));
