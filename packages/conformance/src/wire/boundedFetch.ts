import type { Fetch } from '@oidc-admin/client';
import { LateResponse } from './noResponse.ts';
import type { RunNetwork } from './runNetwork.ts';
import { closeConnections, openConnections, sendRequest } from './sendRequest.ts';
import { webResponse } from './webResponse.ts';

/**
 * A `fetch` for what the runner sends beside the checks: with the run's time-out, with its limits of length, each request on a
 * connection of its own. It follows no redirect, which could carry credentials elsewhere.
 */
export function boundedFetch(timeoutMs: number, network?: RunNetwork): Fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const body = await request.text();
    const connections = openConnections(network, { keepAlive: false });
    const wire = {
      method: request.method,
      url: request.url,
      headers: { accept: '*/*', ...Object.fromEntries(request.headers) },
      ...(body !== '' && { body }),
    };
    try {
      return webResponse(await sendRequest(wire, timeoutMs, connections));
    } catch (error) {
      if (error instanceof LateResponse) throw new DOMException(error.message, 'TimeoutError');
      throw error;
    } finally {
      closeConnections(connections);
    }
  };
}
