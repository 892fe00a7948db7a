import { ofResource } from '../mutant.ts';

/** Overlapping requests spoil each other within one millisecond. */
export const concurrent = ofResource(() => ({ window: 1 }));
