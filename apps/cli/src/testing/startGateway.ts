import { createServer, request, type ServerResponse } from 'node:http';
import { listening } from './listening.ts';

/**
 * A server before the one of a URL, and a proxy for plain HTTP; answers its own URL with the same path. `instead` is asked before
 * and after a request is passed on, and says whether it answered in its place.
 */
export async function startGateway(
  url: string,
  instead: (method: string, done: boolean, outgoing: ServerResponse) => boolean,
): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    const { method = '' } = incoming;
    if (instead(method, false, outgoing)) return;
    const { headers } = incoming;
    const onward = request(new URL(incoming.url ?? '', url), { method, headers }, (response) => {
      if (instead(method, true, outgoing)) {
        response.resume();
        return;
      }
      outgoing.writeHead(response.statusCode ?? 500, response.headers);
      response.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  return (await listening(server)) + new URL(url).pathname;
}
