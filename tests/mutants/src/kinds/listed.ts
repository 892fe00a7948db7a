import { inLists } from '@oidc-admin/mock/faults';
import { ofResource } from '../mutant.ts';

/** A list lacks the one that was added last. */
export const listed = ofResource(() => inLists((list) => list.slice(0, -1)));
