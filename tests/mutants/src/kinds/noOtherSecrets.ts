import { repeatingTheBody } from '@oidc-admin/mock/faults';
import { ofResource } from '../mutant.ts';

/** The text of an error holds the body that was sent. */
export const noOtherSecrets = ofResource(() => repeatingTheBody);
