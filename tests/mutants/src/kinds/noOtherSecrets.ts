import { repeatingTheBody } from '@oidc-admin/mock/faults';
import { ofResource } from '../ofResource.ts';

/** The text of an error holds the body that was sent. */
export const noOtherSecrets = ofResource(() => repeatingTheBody);
