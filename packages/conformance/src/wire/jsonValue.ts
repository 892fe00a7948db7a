import type { Saved } from '@oidc-admin/model';

/** Any JSON value, as the model has it. */
export type JsonValue = Saved[string];
