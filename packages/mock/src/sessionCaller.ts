import type { SecurityScheme } from '@oidc-admin/contract';
import type { Caller } from '@oidc-admin/model';
import type { Received } from './exchange.ts';

/** Who sends a request, where the header holds the bare token of a session. */
export function sessionCaller(scheme: SecurityScheme, received: Received): Caller {
  const header = received.headers[scheme.header.toLowerCase()];
  if (header === undefined || header === '') return { kind: 'none' };
  return /^bearer /i.test(header)
    ? { kind: 'wrong', way: 'bearer' }
    : { kind: 'token', token: header };
}
