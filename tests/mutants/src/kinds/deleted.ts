import { onSuccess } from '@oidc-admin/mock/faults';
import { ofResource } from '../mutant.ts';

/** A delete deletes nothing. */
export const deleted = ofResource(() =>
  onSuccess(['delete'], (decision, { state }) => ({
    ...decision,
    next: { ...state, sessions: decision.next.sessions },
  })),
);
