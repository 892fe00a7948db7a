import type { Allowed } from '@oidc-admin/contract';
import type { AllowedResponse, BodyExpected, Broken } from './model.ts';

/** The response by which an entry of an outcome refuses a request. */
export function refusal(
  operation: string,
  clause: string,
  entry: Extract<Allowed, { readonly status: unknown }>,
  details: {
    readonly warn: boolean;
    readonly next: AllowedResponse['next'];
    readonly broken?: Broken;
  },
): AllowedResponse {
  const { warn, next, broken } = details;
  const property = broken?.property;
  const error: BodyExpected = {
    kind: 'error',
    ...(entry.field === undefined || property === undefined
      ? {}
      : { field: { at: entry.field, value: property } }),
    ...(entry.without === undefined ? {} : { without: entry.without }),
    ...(entry.name === undefined ? {} : { name: entry.name }),
  };
  return {
    operation,
    status: entry.status,
    clause,
    warn,
    // RFC 9110, 15.4.5: it never has one.
    body: entry.status === 304 ? { kind: 'none' } : error,
    ...(broken === undefined ? {} : { broken }),
    next,
  };
}
