import { parse } from 'node:querystring';
import type { Operation } from '@oidc-admin/contract';
import type { ModelRequest } from '@oidc-admin/model';
import type { IHttpRequest } from '@stoplight/prism-http';
import type { HttpMethod } from '@stoplight/types';
import type { Received } from '../exchange.ts';

/** The request in Prism's form: the path as the document writes it, whatever its letter case and last slash were. */
export function prismRequest(
  received: Received,
  operation: Operation,
  request: ModelRequest,
): IHttpRequest {
  const mark = received.target.indexOf('?');
  return {
    method: operation.method.toLowerCase() as HttpMethod,
    url: {
      path: operation.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) =>
        encodeURIComponent(request.path[name] ?? ''),
      ),
      query:
        mark < 0 ? {} : { ...(parse(received.target.slice(mark + 1)) as Record<string, string>) },
    },
    headers: { ...received.headers },
    ...(request.body.kind === 'json' ? { body: request.body.value } : {}),
  };
}
