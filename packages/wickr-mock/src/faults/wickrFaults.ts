import type { Fault } from '@oidc-admin/mock';

/** Wrong behaviour that only this API can have. */
export const wickrFaults: readonly Fault[] = [];
