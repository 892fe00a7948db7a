import { ignoringKeyCase } from '@oidc-admin/mock/faults';
import { ofResource } from '../mutant.ts';

/** Compares keys without regard to letter case. */
export const distinctCase = ofResource(ignoringKeyCase);
