import type { Allowed } from '@oidc-admin/contract';

import type { AllowedAnswer, BodyExpected, Broken } from './model.ts';

/** The answer by which an entry of an outcome refuses a request. */
export function refusal(
  operation: string,
  clause: string,
  entry: Extract<Allowed, { readonly status: unknown }>,
  details: {
    readonly warn: boolean;
    readonly next: AllowedAnswer['next'];
    readonly broken?: Broken;
  },
): AllowedAnswer {
  const { warn, next, broken } = details;
  const member = broken?.member;
  const body: BodyExpected = {
    kind: 'error',
    ...(entry.field === undefined || member === undefined
      ? {}
      : { field: { at: entry.field, value: member } }),
    ...(entry.without === undefined ? {} : { without: entry.without }),
  };
  return {
    operation,
    status: entry.status,
    clause,
    warn,
    body,
    ...(broken === undefined ? {} : { broken }),
    next,
  };
}
