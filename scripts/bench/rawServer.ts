import { createServer } from 'node:http';

/*
 * `node rawServer.ts PORT`: node:http with fixed answers, the limit of what a server on Node can do. It reads bodies
 * and looks at nothing; `?n=` asks for a list of so many providers.
 */
const provider = {
  id: 'corp',
  authenticationFlow: 'Code',
  discoveryEndpointUrl: 'https://idp.example.net/.well-known/openid-configuration',
  clientId: 'pvwa',
  clientSecretMethod: 'Basic',
  userNameClaim: 'preferred_username',
};
function list(count: number): string {
  return JSON.stringify({
    Providers: Array.from({ length: count }, (_, index) => ({ ...provider, id: `corp${index}` })),
  });
}
const lists = new Map([1, 100, 1000].map((count) => [String(count), list(count)]));

createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const body = lists.get(/n=(\d+)/.exec(request.url ?? '')?.[1] ?? '') ?? '';
    response
      .writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      })
      .end(body);
  });
}).listen(Number(process.argv[2]), '127.0.0.1');
