export { agreement } from './agreement.ts';
export type { Agreement, Compared, Exception, PlainRequest } from './agreement.ts';
export { createModel, explains } from '@oidc-admin/model';
export type { Explanation, ObservedExchange } from '@oidc-admin/model';
