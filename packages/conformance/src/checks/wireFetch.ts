import type { Fetch } from '@oidc-admin/client';
import { createRouter } from '@oidc-admin/model';

import { NoAnswer } from '../wire/wireAnswer.ts';
import type { Trial } from './trial.ts';
import type { JsonValue } from '../wire/jsonValue.ts';

/** A `fetch` for clients that sign in: what they send is judged and recorded like everything else. */
export function wireFetch(
  trial: Trial,
  principal: string,
  onToken: (token: string) => void = () => {},
): Fetch {
  const route = createRouter(trial.bench.contract);
  return async (input, init) => {
    const request = new Request(input, init);
    const text = await request.text();
    const headers = Object.fromEntries(request.headers);
    const found = route(request.method, new URL(request.url).pathname);
    if (found.kind !== 'operation')
      throw new Error(`${request.method} ${request.url} is no operation`);
    const token =
      trial.bench.contract.security[found.operation.security ?? '']?.header.toLowerCase();
    const value = token === undefined ? undefined : headers[token];
    const sent = await trial.perform(
      {
        intent: { operation: found.operation, path: found.path },
        wire: {
          method: request.method,
          url: request.url,
          headers,
          ...(text === '' ? {} : { body: text }),
        },
        sender: { principal },
        model: {
          operation: found.operation.id,
          path: found.path,
          query: {},
          ...(text === '' ? {} : { mediaType: 'application/json' }),
          body:
            text === '' ? { kind: 'none' } : { kind: 'json', value: JSON.parse(text) as JsonValue },
          caller: value === undefined ? { kind: 'none' } : { kind: 'token', token: value },
          now: Date.now(),
        },
      },
      {},
    );
    const { answer } = sent;
    if (answer === undefined) throw new NoAnswer('no answer');
    if (
      found.operation.action.does === 'open' &&
      answer.status < 300 &&
      typeof answer.json === 'string'
    )
      onToken(answer.json);
    const bodyless = answer.status === 204 || answer.status === 304;
    const { 'content-encoding': _coding, 'content-length': _length, ...kept } = answer.headers;
    return new Response(bodyless ? null : answer.text, { status: answer.status, headers: kept });
  };
}
