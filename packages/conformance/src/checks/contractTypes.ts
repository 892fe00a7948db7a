import type { Model } from '@oidc-admin/model';

export type Contract = Model['contract'];
export type Operation = Contract['operations'][number];
export type Resource = Contract['resources'][number];
export type Clause = Contract['clauses'][number];
export type RequestBody = NonNullable<Operation['body']>;
export type Property = RequestBody['properties'][number];
export type Parameter = Operation['parameters'][number];
