import { isAmongMediaTypes, type RequestBody } from '@oidc-admin/contract';

/** Media types of nothing that a request of an API could hold, the likeliest first. */
const foreign = ['text/plain', 'text/css', 'image/gif', 'x-nothing/x-nothing'] as const;

/** A media type that a body may not have. */
export function wrongMediaType(body: RequestBody | undefined): string {
  return foreign.find((one) => !isAmongMediaTypes(body?.otherMediaTypes, one)) ?? foreign[0];
}
