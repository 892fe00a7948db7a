import { refusedBodies } from '../checks/refusedBodies.ts';

/** No body at all, with the media type of one. */
export const emptyBody = refusedBodies(() => ({ '': () => ({ text: '' }) }));
