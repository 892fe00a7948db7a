import type { SecurityScheme } from '@oidc-admin/contract';
import type { Caller } from '@oidc-admin/model';
import type { Received } from './exchange.ts';

/** Who sends a request, where the header holds the bare token of a session. */
export function sessionCaller(
  scheme: SecurityScheme,
  received: Received,
  unchecked: ReadonlySet<string>,
): Caller {
  const header = received.headers[scheme.header.toLowerCase()];
  if (header === undefined || header === '') return { kind: 'none' };
  const bearer = /^bearer +(.*)$/i.exec(header)?.[1];
  if (bearer === undefined) return { kind: 'token', token: header };
  return unchecked.has('bearer')
    ? { kind: 'token', token: bearer }
    : { kind: 'wrong', way: 'bearer' };
}
