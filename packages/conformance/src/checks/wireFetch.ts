import type { Cookies, Fetch } from '@oidc-admin/client';
import type { Contract, JsonValue } from '@oidc-admin/contract';
import { createRouter } from '@oidc-admin/model';
import { boundedFetch } from '../wire/boundedFetch.ts';
import { NoResponse } from '../wire/noResponse.ts';
import type { RunNetwork } from '../wire/runNetwork.ts';
import { webResponse } from '../wire/webResponse.ts';
import { carriedProof } from './carriedProof.ts';
import { clauseOf } from './contractViews.ts';
import type { Sender } from './sent.ts';

/** A request for a token takes at most so long. */
const tokenTimeoutMs = 10_000;

/** A `fetch` for clients that sign in: what they send is judged and recorded like everything else. */
export function wireFetch(
  sender: Sender,
  { contract, network }: { readonly contract: Contract; readonly network: RunNetwork },
  principal: string,
  cookies: Cookies,
  onToken: (token: string) => void = () => {},
): Fetch {
  const route = createRouter(contract);
  return async (input, init) => {
    const request = new Request(input, init);
    const text = await request.text();
    const headers = Object.fromEntries(request.headers);
    const found = route(request.method, new URL(request.url).pathname);
    // A token endpoint: no operation of the API, and nothing that its specification speaks of.
    if (found.kind !== 'operation') return boundedFetch(tokenTimeoutMs, network)(input, init);
    const scheme = contract.security[found.operation.security ?? ''];
    const wanted = { url: request.url, headers };
    const value = scheme === undefined ? undefined : carriedProof(wanted, scheme);
    const signIn = clauseOf(contract, found.operation.id, 'signIn');
    const sent = await sender.perform(
      {
        request: { operation: found.operation, path: found.path },
        wire: {
          method: request.method,
          url: request.url,
          headers,
          ...(text === '' ? {} : { body: text }),
        },
        sender: { principal },
        cookies,
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
      { blame: signIn === undefined ? [] : [signIn.id], preparation: true },
    );
    const { response } = sent;
    if (response === undefined) throw new NoResponse('no response');
    if (
      found.operation.action.does === 'open' &&
      response.status < 300 &&
      typeof response.json === 'string'
    )
      onToken(response.json);
    return webResponse(response);
  };
}
