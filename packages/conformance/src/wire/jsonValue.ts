export type { JsonValue } from '@oidc-admin/contract';
