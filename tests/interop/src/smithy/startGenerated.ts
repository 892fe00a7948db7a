import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { RunningServer } from '@oidc-admin/reference-servers/serveHttp.ts';
import { findSignatureFault } from '@oidc-admin/reference-servers/signatureV4.ts';
import type {
  GeneratedErrors,
  GeneratedResponse,
  GeneratedServer,
  GeneratedServerOptions,
} from './generatedServer.ts';
import { handlersOf } from './handlersOf.ts';

/** The generator makes no check of signatures: this is one, with a library that shares no code with the product. */
function unsignedResponse(
  incoming: IncomingMessage,
  [path = '', query = '']: readonly string[],
  body: Buffer,
  options: GeneratedServerOptions,
): GeneratedResponse | undefined {
  const { method = '', headersDistinct: headers } = incoming;
  const request = { method, path, query, headers, body, tooLarge: false };
  const fault = findSignatureFault(request, { ...options, service: 'wickr' }, Date.now());
  if (fault === undefined) return undefined;
  return {
    statusCode: 403,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'ForbiddenError' },
    body: JSON.stringify({ message: `The signature is not accepted: ${fault}` }),
  };
}

function queryOf(text: string): Record<string, string | string[]> {
  const query = new URLSearchParams(text);
  const entries = [...new Set(query.keys())].map((name): [string, string | string[]] => {
    const [first = '', ...more] = query.getAll(name);
    return [name, more.length === 0 ? first : [first, ...more]];
  });
  return Object.fromEntries(entries);
}

/**
 * Starts the server that AWS's own generator made from the vendor's model, on 127.0.0.1 and a free port. `folder` holds
 * its JavaScript. What the generator leaves to its users is ours: the handlers, and who is let in.
 */
export async function startGenerated(
  folder: string,
  options: GeneratedServerOptions,
): Promise<RunningServer> {
  const load = createRequire(`${folder}/`);
  const made = load('./server/index.js') as GeneratedServer;
  const errors = load('./models/errors.js') as GeneratedErrors;
  const generated = made.getWickrServiceHandler(
    handlersOf(errors, options),
    (_context, failures) => {
      const reasons = failures.map(({ path, constraintType }) => ({
        field: path.slice(1),
        reason: `breaks ${constraintType}`,
      }));
      return new errors.ValidationError({ message: 'The request is not valid', reasons });
    },
  );
  const http = createServer((incoming, outgoing) => {
    const respond = async (): Promise<void> => {
      const target = (incoming.url ?? '/').split('?');
      const [path = '/', query = ''] = target;
      const body = await buffer(incoming);
      const headers = Object.fromEntries(
        Object.entries(incoming.headersDistinct).map(([name, values]) => [
          name,
          (values ?? []).join(','),
        ]),
      );
      const response =
        unsignedResponse(incoming, target, body, options) ??
        (await generated.handle(
          { method: incoming.method ?? '', path, query: queryOf(query), headers, body },
          {},
        ));
      outgoing.writeHead(response.statusCode, response.headers).end(response.body);
    };
    respond().catch(() => outgoing.destroy());
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      http.close(() => resolve());
      http.closeAllConnections();
    });
  const { port } = http.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close, [Symbol.asyncDispose]: close };
}
